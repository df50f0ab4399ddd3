"""The guard of what is decided against somebody: told before, and heard (行政许可法 art. 7, 36, 47)."""

from matter_definitions.acts.act import Act
from matter_definitions.committing import may_settle
from matter_definitions.forewarning import REVOCATION, is_heard
from matter_definitions.motion import Motion
from matter_definitions.rows import Transition
from matter_definitions.state import ItemState, StepState


def heard_first(motion: Motion, item: ItemState, act: Act, row: Transition) -> bool:
    """Who asked for a hearing has it first; nothing is held against anybody who was not told and heard."""
    if row.act == "settle_commitment":
        code = getattr(act, "commitment", "")
        return any(each.code == code and may_settle(motion, item, each) for each in item.commitments)
    if row.act in ("revoke", "suspend_result") and not _may_revoke(motion, item):
        return False
    return not any(
        _waits_for_a_hearing(item.steps[each.code])
        for each in motion.item_plan(item).steps
        if each.kind == "hearing"
    )


def _may_revoke(motion: Motion, item: ItemState) -> bool:
    unsettled = any(each.standing in ("failed", "ordered") for each in item.commitments)
    return not unsettled and is_heard(motion, item, REVOCATION)


def somebody_is_heard(motion: Motion, item: ItemState, row: Transition) -> bool:
    match row.act:
        case "revoke" | "suspend_result":
            return _may_revoke(motion, item)
        case "settle_commitment":
            return any(may_settle(motion, item, each) for each in item.commitments)
        case _:
            return True


def _waits_for_a_hearing(step: StepState) -> bool:
    return step.standing == "open" and bool(step.data.get("asked_at"))
