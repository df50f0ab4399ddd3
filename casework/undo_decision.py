"""Undoing honestly: a decision taken back, a result put right, suspended or revoked, an item opened again."""

from access.act import Act
from casework.decision_parts import kept_text
from casework.item_act import ItemActed, acting_on
from engine.case_change import CaseChange
from matter_definitions.acts.committing import RecordHeard
from matter_definitions.acts.forewarning import GivePriorNotice
from matter_definitions.acts.suspending import RestoreResult, SuspendResult
from matter_definitions.acts.undoing import Rectify, Reopen, Revoke, TakeBack
from matter_definitions.state import ItemState
from refusals import FieldError, Malformed


async def take_back(
    act: Act, case_no: str, item: str, *, reason: str, step: str | None = None, if_version: int | None = None
) -> ItemActed:
    """By the decider or somebody above, until the result has left the house. `step`: a passed level; without
    it the item's decision. Raises Unknown (404), NotYours (403), NotNow (409), Stale (412)."""
    async with acting_on(act, case_no, item, action="case.take_back", if_version=if_version) as hand:
        hand.case.apply(TakeBack(item, step, _text(hand.case, reason)))
    return hand.acted


async def rectify_result(
    act: Act, case_no: str, item: str, *, reason: str, step: str | None = None, if_version: int | None = None
) -> ItemActed:
    """A new paper replaces the one with the slip. `step`: the one that issued it; needed where several did.
    Raises as `take_back`, and Malformed (422)."""
    async with acting_on(act, case_no, item, action="case.rectify", if_version=if_version) as hand:
        issued_by = step or _only_issuing_step(hand.case, hand.item)
        hand.case.apply(Rectify(item, issued_by, _text(hand.case, reason)))
    return hand.acted


async def revoke_result(
    act: Act,
    case_no: str,
    item: str,
    *,
    kind: str,
    reason: str,
    legal_basis: str,
    if_version: int | None = None,
) -> ItemActed:
    """`kind`: revoked (撤销), licence_withdrawn (吊销) or cancelled (注销). Raises as `take_back`."""
    async with acting_on(act, case_no, item, action="case.revoke", if_version=if_version) as hand:
        law = kept_text(hand.case, "legal_basis", legal_basis)
        words = _text(hand.case, reason)
        hand.case.apply(Revoke(item, kind, words, law))  # pyright: ignore[reportArgumentType] - the route checks
    return hand.acted


async def suspend_result(
    act: Act, case_no: str, item: str, *, reason: str, legal_basis: str, if_version: int | None = None
) -> ItemActed:
    """It may not be used for now (暂扣); other parts of a merged paper stay. Raises as `take_back`."""
    async with acting_on(act, case_no, item, action="case.revoke", if_version=if_version) as hand:
        law = kept_text(hand.case, "legal_basis", legal_basis)
        hand.case.apply(SuspendResult(item, _text(hand.case, reason), law))
    return hand.acted


async def restore_result(
    act: Act, case_no: str, item: str, *, reason: str, if_version: int | None = None
) -> ItemActed:
    """Raises as `take_back`."""
    async with acting_on(act, case_no, item, action="case.revoke", if_version=if_version) as hand:
        hand.case.apply(RestoreResult(item, _text(hand.case, reason)))
    return hand.acted


async def give_prior_notice(
    act: Act, case_no: str, item: str, *, reason: str, if_version: int | None = None
) -> ItemActed:
    """Before a result is revoked: `reason` says the facts, the grounds and the law. Raises as `take_back`."""
    async with acting_on(act, case_no, item, action="case.revoke", if_version=if_version) as hand:
        hand.case.apply(GivePriorNotice(item, _text(hand.case, reason)))
    return hand.acted


async def record_statement(
    act: Act, case_no: str, item: str, *, said: str, if_version: int | None = None
) -> ItemActed:
    """What the holder said to a prior notice, at a hearing or in writing. Raises as `take_back`."""
    async with acting_on(act, case_no, item, action="case.revoke", if_version=if_version) as hand:
        hand.case.apply(RecordHeard(item, None, kept_text(hand.case, "statement", said) or ""))
    return hand.acted


async def reopen_item(
    act: Act,
    case_no: str,
    item: str,
    *,
    decision: str,
    reason: str | None = None,
    if_version: int | None = None,
) -> ItemActed:
    """`decision` names the decision on review (number, authority, day). Raises as `take_back`."""
    async with acting_on(act, case_no, item, action="case.reopen", if_version=if_version) as hand:
        named = kept_text(hand.case, "review_decision", decision) or ""
        hand.case.apply(Reopen(item, named, kept_text(hand.case, "reason", reason)))
    return hand.acted


def issuing_steps(case: CaseChange, item: ItemState) -> list[str]:
    """The steps whose papers may have to be put right."""
    return [each.code for each in case.plan.item(item.code).steps if each.kind == "issue_result"]


def _only_issuing_step(case: CaseChange, item: ItemState) -> str:
    steps = issuing_steps(case, item)
    if len(steps) == 1:
        return steps[0]
    raise Malformed(
        errors=[FieldError("/step", "请指明要更正哪一份结果", "say which result has to be put right")]
    )


def _text(case: CaseChange, words: str) -> str:
    return kept_text(case, "reason", words) or ""
