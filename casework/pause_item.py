"""An item rests and goes on again; a supervisor may find that there was no ground to let it rest."""

from access.act import Act
from casework.decision_parts import kept_text
from casework.item_act import ItemActed, acting_on
from casework.outcome_asks import suspension_asks, wrong_answers
from matter_definitions.acts.pausing import RejectSuspension, Resume, Suspend
from refusals import FieldError, Malformed


async def suspend_item(
    act: Act,
    case_no: str,
    item: str,
    *,
    kind: str,
    reason: str,
    stop_clock: bool,
    if_version: int | None = None,
) -> ItemActed:
    """`kind`: one that the item offers. Raises Unknown (404), NotYours (403), NotNow (409), Stale (412),
    Malformed (422, there is no such kind)."""
    async with acting_on(act, case_no, item, action="case.pause", if_version=if_version) as hand:
        own = hand.case.plan.item(hand.item.code)
        if own.suspensions:
            errors = wrong_answers(suspension_asks(own), {"kind": kind, "stop_clock": stop_clock})
            _refuse([FieldError(each.pointer.removeprefix("/data"), each.zh, each.en) for each in errors])
        words = kept_text(hand.case, "reason", reason) or ""
        hand.case.apply(Suspend(item, kind, words, stop_clock))
    return hand.acted


async def resume_item(act: Act, case_no: str, item: str, *, if_version: int | None = None) -> ItemActed:
    """Raises Unknown (404), NotYours (403), NotNow (409), Stale (412)."""
    async with acting_on(act, case_no, item, action="case.pause", if_version=if_version) as hand:
        hand.case.apply(Resume(item))
    return hand.acted


async def reject_suspension(
    act: Act, case_no: str, item: str, *, reason: str, if_version: int | None = None
) -> ItemActed:
    """The clock never stood then. Raises Unknown (404), NotYours (403), NotNow (409), Stale (412)."""
    async with acting_on(act, case_no, item, action="case.reject_suspension", if_version=if_version) as hand:
        hand.case.apply(RejectSuspension(item, kept_text(hand.case, "reason", reason) or ""))
    return hand.acted


def _refuse(errors: list[FieldError]) -> None:
    if errors:
        raise Malformed(errors=errors)
