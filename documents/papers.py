"""Which papers there are: for each template its version, its usual title and the variables it prints.

The codes B1, B8, … are those of the process documents that archives expect (受理承诺单, 办结通知书, …).
Change a template's look or its variables and its version rises: papers already issued name theirs.
"""

from collections.abc import Mapping

from documents.agency_paper import AGENCY_PAPER
from documents.definition import PaperData, PaperDefinition
from documents.item_papers import ITEM_PAPERS
from documents.merged_paper import MERGED_RESULT
from documents.statement_paper import APPLICATION_FORM
from documents.variables import Variable
from forms.form_plan import Text

__all__ = ["PAPERS", "PaperData", "PaperDefinition"]

# How an item may stand on a paper, in the words of `matter_definitions.state.ItemStanding`.
OUTCOME_WORDS: Mapping[str, Text] = {
    "received": Text("审核中", "Being reviewed"),
    "correcting": Text("等您补正", "Waiting for your corrections"),
    "waiting": Text("等前一事项办好", "Waits for an earlier item"),
    "accepted": Text("已受理", "Accepted"),
    "granted": Text("已办好", "Granted"),
    "denied": Text("不予批准", "Denied"),
    "refused": Text("不予受理", "Not accepted"),
    "not_applicable": Text("无需办理", "Not needed"),
    "withdrawn": Text("您已撤回", "Withdrawn by you"),
    "lapsed": Text("逾期终止", "Ended: time ran out"),
    "not_pursued": Text("不再办理", "Not pursued"),
    "ended": Text("已终止", "Ended"),
    "prechecking": Text("核对材料", "Papers being checked"),
    "returned": Text("等您补全材料", "Waiting for you to complete the papers"),
    "correcting_late": Text("受理后等您补正", "Accepted, waiting for your corrections"),
    "special_procedure": Text("特别程序中", "In a special procedure"),
    "suspended": Text("暂停办理", "Suspended"),
    "forwarded": Text("已转报上级", "With the higher authority"),
    "granted_with_late_supply": Text("容缺通过", "Granted, papers to be brought later"),
    "void": Text("已作废", "Void"),
    "revoked": Text("结果已撤销", "Result revoked"),
}
SOURCE_WORDS: Mapping[str, Text] = {
    "upload": Text("您提交", "Handed in by you"),
    "certificate": Text("电子证照，免提交", "Looked up, not asked for"),
    "commitment": Text("书面承诺", "Written commitment"),
}

MATTER = Variable("matter")
ITEM_NAME = (Variable("title"), Variable("department"))
ENTRIES = Variable("entries", "rows", required=False, columns=(Variable("label"), Variable("value")))

SUBMISSION_RECEIPT = PaperDefinition(
    template="submission_receipt",
    version=1,
    archive_code="B1",
    title=Text("收件凭证", "Receipt of submission"),
    variables=(
        MATTER,
        Variable("submitted_at", "moment"),
        Variable("review_by", "date", required=False),
        Variable("expected_on", "date", required=False),
        Variable("track_url"),
        Variable("items", "rows", columns=ITEM_NAME),
        Variable(
            "materials",
            "rows",
            required=False,
            columns=(Variable("title"), Variable("source", "choice", choices=tuple(SOURCE_WORDS))),
        ),
    ),
)

ACCEPTANCE_NOTICE = PaperDefinition(
    template="acceptance_notice",
    version=1,
    archive_code="B8",
    title=Text("受理通知书", "Notice of acceptance"),
    variables=(
        MATTER,
        Variable("accepted_on", "date"),
        Variable("promised_on", "date", required=False),
        Variable("provisional", "choice", required=False, choices=("yes", "no")),
        Variable("track_url"),
        Variable(
            "items",
            "rows",
            columns=(
                *ITEM_NAME,
                Variable("outcome", "choice", choices=tuple(OUTCOME_WORDS)),
                Variable("accepted_on", "date", required=False),
                Variable("promised_on", "date", required=False),
                Variable("statutory_on", "date", required=False),
                Variable("waits_for", required=False),
                Variable("reason", required=False),
            ),
        ),
    ),
)

CORRECTION_NOTICE = PaperDefinition(
    template="correction_notice",
    version=1,
    archive_code="B18",
    title=Text("补正通知书", "Notice of corrections"),
    variables=(
        MATTER,
        Variable("answer_until", "date"),
        Variable("answer_url"),
        Variable(
            "items",
            "rows",
            columns=(
                *ITEM_NAME,
                Variable(
                    "marks",
                    "rows",
                    columns=(Variable("what"), Variable("why"), Variable("how", required=False)),
                ),
            ),
        ),
        Variable("going_on", "rows", required=False, columns=ITEM_NAME),
    ),
)

COMPLETION_NOTICE = PaperDefinition(
    template="completion_notice",
    version=1,
    archive_code="B13",
    title=Text("办结通知书", "Notice of completion"),
    variables=(
        MATTER,
        Variable("submitted_on", "date", required=False),
        Variable("ended_on", "date"),
        Variable("track_url"),
        Variable(
            "items",
            "rows",
            columns=(
                *ITEM_NAME,
                Variable("outcome", "choice", choices=tuple(OUTCOME_WORDS)),
                Variable("ended_on", "date", required=False),
                Variable("reason", required=False),
                Variable("result", required=False),
                Variable("number", required=False),
                Variable("delivery", required=False),
            ),
        ),
        Variable("next", "rows", required=False, columns=(Variable("text"),)),
    ),
)

RESULT_VARIABLES = (
    Variable("item"),
    ENTRIES,
    Variable("basis", required=False),
    Variable("valid_to", "date", required=False),
)

BIRTH_REGISTRATION_RESULT = PaperDefinition(
    template="birth_registration_result",
    version=1,
    archive_code=None,
    title=Text("出生登记证明", "Extract from the register of births"),
    variables=RESULT_VARIABLES,
)

GENERIC_RESULT = PaperDefinition(
    template="generic_result",
    version=1,
    archive_code=None,
    title=Text("办理结果", "Result"),
    variables=RESULT_VARIABLES,
)

PAPERS: Mapping[str, PaperDefinition] = {
    paper.template: paper
    for paper in (
        SUBMISSION_RECEIPT,
        ACCEPTANCE_NOTICE,
        CORRECTION_NOTICE,
        COMPLETION_NOTICE,
        BIRTH_REGISTRATION_RESULT,
        GENERIC_RESULT,
        MERGED_RESULT,
        AGENCY_PAPER,
        APPLICATION_FORM,
        *ITEM_PAPERS,
    )
}
