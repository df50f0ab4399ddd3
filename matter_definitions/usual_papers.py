"""The papers that usually belong to what happens to an item, so that no official has to list them.

Which happening has which paper stands in the table of transitions; here are their titles, the codes that
archives know them by (as in `documents/papers.py`; a test compares), and where the table is too coarse.
"""

from collections.abc import Iterator, Mapping, Sequence

from forms.form_plan import Text
from matter_definitions import events
from matter_definitions.plan import ItemPlan, PaperPlan
from matter_definitions.reachable import rows_of
from matter_definitions.rows import ActWord
from matter_definitions.state import commitment_step

_TITLES: Mapping[str, tuple[str | None, str, str]] = {
    "submission_receipt": ("B1", "收件凭证", "Receipt of submission"),
    "acceptance_notice": ("B8", "受理通知书", "Notice of acceptance"),
    "correction_notice": ("B18", "补正通知书", "Notice of corrections"),
    "return_notice": (None, "预受理退回告知书", "Returned for completion"),
    "completion_of_corrections": ("B9", "确认补齐通知书", "Corrections complete"),
    "not_accepted_notice": ("B4", "不受理通知书", "Notice: no application needed here"),
    "refusal_at_receipt": ("B4", "不予受理决定书", "Decision not to accept"),
    "materials_receipt": ("B20", "受理材料接收凭证", "Receipt of materials"),
    "closing_notice": ("B15", "退件（终止办理）通知书", "Notice of closing"),
    "withdrawal_receipt": (None, "撤回申请回执", "Receipt of withdrawal"),
    "approval_sheet": ("B17", "业务审批单", "Approval sheet"),
    "special_procedure_notice": ("B5", "特殊程序告知书", "Notice of a special procedure"),
    "suspension_notice": (None, "中止办理告知书", "Notice of suspension"),
    "forwarding_letter": (None, "转报告知书", "Forwarded to a higher authority"),
    "extension_notice": (None, "延期办理告知书", "Notice of extension"),
    "granted_notice": ("B13", "准予决定及办结通知书", "Notice of grant"),
    "denial_notice": ("B14", "不予许可决定书", "Decision to deny"),
    "service_receipt": ("B19", "送达回执", "Proof of service"),
    "instant_commitment": ("B2", "即审即办信用承诺书", "Commitment for an instant decision"),
    "approval_commitment": ("B10", "审批替代信用承诺书", "Commitment in the place of a proof"),
    "receipt_notice": ("B16", "收件通知书", "Notice of receipt"),
    "result_handover": ("B7", "办理结果交接单", "Handover of results"),
    "late_supply_notice": ("B6", "容缺受理信用承诺书", "Commitment to supply later"),
    "order_to_correct": ("B21", "整改通知书", "Order to correct"),
    "termination_notice": (None, "容缺逾期终止办理告知书", "Ended: a promised paper did not come"),
    "prior_notice": (None, "事先告知书", "Prior notice"),
    "revocation_decision": (None, "撤销决定书", "Decision of revocation"),
    "result_suspension_decision": (None, "暂停使用结果决定书", "Decision to suspend a result"),
    "result_restoration_notice": (None, "恢复使用结果通知书", "Notice: a result may be used again"),
    "taking_back_notice": (None, "收回决定告知书", "Notice: a decision was taken back"),
    "rectification_notice": (None, "更正通知书", "Notice of rectification"),
    "reopening_notice": (None, "恢复办理通知书", "Notice: taken up again"),
}
_OF_THE_CASE = frozenset({"submission_receipt", "acceptance_notice", "correction_notice"})
OF_THE_HOUSE = frozenset({"approval_sheet"})  # kept with the case, and read by the offices alone

# Where a paper does not follow every event of its row: one acceptance for the case, a confirmation only
# when nothing is missing any more, one sheet for all levels, a proof only of what was signed for.
_HANGS_ON: Mapping[ActWord, tuple[str, ...]] = {
    "begin_handling": (events.REVIEWS_OVER,),
    "silence": (events.REVIEWS_OVER,),
    "supply": (events.REVIEWED_AGAIN, events.LATE_CORRECTION_COMPLETE),
    "pass": (events.GRANTED, events.DENIED),
    "deliver": (events.SIGNED_FOR,),
    "late_supply_missed": (events.LATE_SUPPLY_MISSED,),
}


def usual_papers(named: Sequence[PaperPlan], items: Sequence[ItemPlan]) -> tuple[PaperPlan, ...]:
    """What is added to the papers that a matter names; nothing where it names none at all.

    A paper of the same template or archive code that the matter names itself stands in its place.
    """
    if not named:
        return ()
    taken = {paper.template for paper in named} | {_code(paper.template) for paper in named} - {None}
    papers: dict[tuple[str, str], PaperPlan] = {}
    for event, template in _hanging(items):
        code, zh, en = _TITLES[template]
        if template not in taken and (code not in taken or code is None):
            scope = "case" if template in _OF_THE_CASE else "item"
            sealed = template not in OF_THE_HOUSE
            papers[event, template] = PaperPlan(event, template, Text(zh, en), scope, code, sealed)
    return (*papers.values(), *(each for each in _promises(items) if each.template not in taken))


def _promises(items: Sequence[ItemPlan]) -> Iterator[PaperPlan]:
    """What was signed in the place of a proof, as it was signed (国办发〔2020〕42号); a promise to bring a
    paper later is written with the grant that it makes possible."""
    for instant, template in ((True, "instant_commitment"), (False, "approval_commitment")):
        only = tuple(
            f"{item.code}/{commitment_step(each.code)}"
            for item in items
            for each in item.commitments
            if each.kind == "replaces_proof" and item.instant is instant
        )
        if only:
            code, zh, en = _TITLES[template]
            yield PaperPlan(events.COMMITMENT_MADE, template, Text(zh, en), "item", code, only=only)


def archive_code_of(template: str) -> str | None:
    return _code(template)


def _code(template: str) -> str | None:
    """Of a template that is no usual paper: none, but the notice of completion stands for that of a grant."""
    if template == "completion_notice":
        return "B13"
    return _TITLES[template][0] if template in _TITLES else None


def _hanging(items: Sequence[ItemPlan]) -> Iterator[tuple[str, str]]:
    """The rows' papers, and those of what a counter does: papers taken in, a result handed over."""
    if any(item.precheck is not None for item in items):
        yield events.PRECHECK_OPENED, "receipt_notice"
    if any(item.results for item in items):
        yield events.DELIVERED, "result_handover"
    for row in rows_of(items):
        if row.paper:
            for event in _HANGS_ON.get(row.act, (row.event,)):
                if event is not None:
                    yield event, row.paper
