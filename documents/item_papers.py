"""The papers about one item, from its return at the counter to the revocation of its result.

Codes B1 … B99 are those of an archive's list of process documents (`papers.py`).
"""

from collections.abc import Mapping
from dataclasses import replace

from documents.definition import PaperDefinition
from documents.item_words import (
    ANSWER_WORDS,
    DELIVERY_WORDS,
    INTENDED_WORDS,
    REVOCATION_WORDS,
    SPECIAL_WORDS,
    SUSPENSION_WORDS,
)
from documents.variables import Variable
from forms.form_plan import Text

ABOUT = (
    Variable("matter"),
    Variable("item"),
    Variable("applied_on", "date"),
    Variable("track_url", required=False),
)
REASON = Variable("reason")
MAY_HAVE_REASON = Variable("reason", required=False)
LAW = Variable("legal_basis", required=False)
REMEDIES = Variable(
    "remedies",
    "rows",
    required=False,
    columns=(
        Variable("authority"),
        Variable("days"),
        Variable("court"),
        Variable("months"),
    ),
)
TITLES = (Variable("title"),)
RESULT = (Variable("result", required=False), Variable("result_number", required=False))
MARKS = Variable(
    "marks", "rows", columns=(Variable("what"), Variable("why"), Variable("how", required=False))
)


def _paper(template: str, code: str | None, zh: str, en: str, *variables: Variable) -> PaperDefinition:
    return PaperDefinition(template, 1, code, Text(zh, en), (*ABOUT, *variables))


def _choice(name: str, words: Mapping[str, Text]) -> Variable:
    return Variable(name, "choice", choices=tuple(words))


def _date(name: str) -> Variable:
    return Variable(name, "date")


def _may_be_on(name: str) -> Variable:
    return replace(_date(name), required=False)


_COMMITMENT = (
    Variable("commitment"),
    Variable("statement"),
    Variable("replaces", "rows", required=False, columns=TITLES),
    Variable("consequences", required=False),
    _date("signed_on"),
    _may_be_on("until"),
)

_RECEIVING = (
    _paper(
        "receipt_notice",
        "B16",
        "收件通知书",
        "Notice of receipt",
        _date("received_on"),
        _may_be_on("review_by"),
    ),
    _paper(
        "return_notice",
        None,
        "预受理退回告知书",
        "Returned for completion",
        MARKS,
        _may_be_on("answer_until"),
        Variable("answer_url"),
    ),
    _paper(
        "completion_of_corrections",
        "B9",
        "确认补齐通知书",
        "Corrections complete",
        _date("completed_on"),
        Variable("supplied", "rows", required=False, columns=TITLES),
    ),
    _paper(
        "not_accepted_notice",
        "B4",
        "不受理通知书",
        "Notice: no application needed here",
        Variable("authority"),
        MAY_HAVE_REASON,
        LAW,
        REMEDIES,
    ),
    _paper("refusal_at_receipt", "B4", "不予受理决定书", "Decision not to accept", REASON, LAW, REMEDIES),
    _paper(
        "materials_receipt",
        "B20",
        "受理材料接收凭证",
        "Receipt of materials",
        _date("accepted_on"),
        Variable(
            "materials",
            "rows",
            columns=(Variable("title"), Variable("from"), Variable("version", required=False)),
        ),
    ),
    _paper("closing_notice", "B15", "退件（终止办理）通知书", "Notice of closing", REASON, _date("ended_on")),
    _paper(
        "withdrawal_receipt",
        None,
        "撤回申请回执",
        "Receipt of withdrawal",
        _date("withdrawn_on"),
        Variable("refunds", "rows", required=False, columns=(Variable("title"), Variable("amount"))),
    ),
)

_HANDLING = (
    _paper(
        "approval_sheet",
        "B17",
        "业务审批单",
        "Approval sheet",
        Variable(
            "levels",
            "rows",
            columns=(
                Variable("title"),
                Variable("outcome"),
                Variable("officer", required=False),
                Variable("decided_on", "date", required=False),
                Variable("opinion", required=False),
            ),
        ),
    ),
    _paper(
        "special_procedure_notice",
        "B5",
        "特殊程序告知书",
        "Notice of a special procedure",
        _choice("kind", SPECIAL_WORDS),
        _date("begun_on"),
        _date("expected_on"),
    ),
    _paper(
        "suspension_notice",
        None,
        "中止办理告知书",
        "Notice of suspension",
        _choice("kind", SUSPENSION_WORDS),
        _date("begun_on"),
        MAY_HAVE_REASON,
        Variable("stands", "choice", choices=("yes", "no")),
        _may_be_on("until"),
    ),
    _paper(
        "forwarding_letter",
        None,
        "转报告知书",
        "Forwarded to a higher authority",
        Variable("to"),
        _date("forwarded_on"),
        _may_be_on("until"),
        MAY_HAVE_REASON,
    ),
    _paper(
        "extension_notice",
        None,
        "延期办理告知书",
        "Notice of extension",
        REASON,
        Variable("amount"),
        _may_be_on("until"),
    ),
    _paper(
        "hearing_notice",
        None,
        "听证通知书",
        "Notice of a hearing",
        Variable("at", "moment"),
        Variable("place", required=False),
    ),
    _paper(
        "letter",
        None,
        "协助函",
        "Letter of assistance",
        Variable("to"),
        Variable("text"),
        _may_be_on("answer_until"),
    ),
    _paper(
        "letter_answer",
        None,
        "复函",
        "Answer to a letter",
        Variable("to"),
        Variable("answers"),
        _choice("outcome", ANSWER_WORDS),
        Variable("text"),
    ),
)

_DECIDING = (
    _paper(
        "granted_notice",
        "B13",
        "准予决定及办结通知书",
        "Notice of grant",
        _date("decided_on"),
        *RESULT,
        _may_be_on("delivery_by"),
        LAW,
    ),
    _paper(
        "denial_notice",
        "B14",
        "不予许可决定书",
        "Decision to deny",
        _date("decided_on"),
        REASON,
        LAW,
        REMEDIES,
    ),
    _paper(
        "result_handover",
        "B7",
        "办理结果交接单",
        "Handover of results",
        _date("handed_over_on"),
        Variable("results", "rows", columns=(Variable("title"), Variable("number", required=False))),
        Variable("how", "choice", required=False, choices=tuple(DELIVERY_WORDS)),
    ),
    _paper(
        "service_receipt",
        "B19",
        "送达回执",
        "Proof of service",
        Variable("papers", "rows", columns=(Variable("title"), Variable("number", required=False))),
        Variable("how", "choice", choices=tuple(DELIVERY_WORDS)),
        Variable("delivered_at", "moment"),
        Variable("signed", "choice", choices=("yes", "no")),
    ),
    _paper("filing_drawn", "B12", "备案抽中结果告知书", "Filing drawn for inspection", _date("drawn_on")),
    _paper("filing_not_drawn", "B3", "备案未抽中结果告知书", "Filing not drawn", _date("drawn_on")),
    _paper("other_notice", "B99", "告知书", "Notice", Variable("text")),
)

_COMMITMENTS = (
    _paper(
        "instant_commitment", "B2", "即审即办信用承诺书", "Commitment for an instant decision", *_COMMITMENT
    ),
    _paper("late_supply_notice", "B6", "容缺受理信用承诺书", "Commitment to supply later", *_COMMITMENT),
    _paper(
        "approval_commitment", "B10", "审批替代信用承诺书", "Commitment in the place of a proof", *_COMMITMENT
    ),
    _paper(
        "order_to_correct",
        "B21",
        "整改通知书",
        "Order to correct",
        Variable("commitment"),
        REASON,
        _date("until"),
        Variable("consequences", required=False),
    ),
    _paper(
        "termination_notice",
        None,
        "容缺逾期终止办理告知书",
        "Ended: a promised paper did not come",
        Variable("missing", "rows", required=False, columns=TITLES),
        _date("ended_on"),
        REMEDIES,
    ),
)

_UNDOING = (
    _paper(
        "prior_notice",
        None,
        "事先告知书",
        "Prior notice",
        _choice("intended", INTENDED_WORDS),
        *RESULT,
        REASON,
        _date("until"),
    ),
    _paper(
        "revocation_decision",
        None,
        "撤销决定书",
        "Decision of revocation",
        _choice("kind", REVOCATION_WORDS),
        _date("decided_on"),
        *RESULT,
        REASON,
        LAW,
        REMEDIES,
    ),
    _paper(
        "result_suspension_decision",
        None,
        "暂停使用结果决定书",
        "Decision to suspend a result",
        _date("decided_on"),
        *RESULT,
        REASON,
        LAW,
        REMEDIES,
    ),
    _paper(
        "result_restoration_notice",
        None,
        "恢复使用结果通知书",
        "Notice: a result may be used again",
        _date("decided_on"),
        *RESULT,
        REASON,
    ),
    _paper(
        "taking_back_notice",
        None,
        "收回决定告知书",
        "Notice: a decision was taken back",
        REASON,
        _date("taken_back_on"),
    ),
    _paper(
        "rectification_notice",
        None,
        "更正通知书",
        "Notice of rectification",
        *RESULT,
        REASON,
        _date("rectified_on"),
    ),
    _paper(
        "reopening_notice",
        None,
        "恢复办理通知书",
        "Notice: taken up again",
        Variable("decision", required=False),
        _date("reopened_on"),
        MAY_HAVE_REASON,
    ),
)

ITEM_PAPERS: tuple[PaperDefinition, ...] = (
    *_RECEIVING,
    *_HANDLING,
    *_DECIDING,
    *_COMMITMENTS,
    *_UNDOING,
)
