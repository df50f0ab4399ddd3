"""What was entered in error, or twice, is made void: one person asks, another decides (作废)."""

from matter_definitions import forewarning
from matter_definitions.acts.undoing import AskVoid, DecideVoid
from matter_definitions.consequences import DocumentChange
from matter_definitions.motion import ActRefused, Motion
from matter_definitions.movements import row_of
from matter_definitions.state import VOID, ItemState, StepState, VoidRequest


def check_asked(motion: Motion, act: AskVoid) -> None:
    if _undecided(motion.state.items[act.item]) is not None:
        raise ActRefused("asked_already")


def ask_void(motion: Motion, act: AskVoid) -> None:
    """A task for another person opens."""
    item = motion.state.items[act.item]
    actor = motion.situation.actor
    item.void_requests.append(VoidRequest(motion.now, actor.id if actor else None, act.kind, act.reason))
    number = len(item.void_requests)
    motion.shift(item, row_of(item, "ask_void"), nth=number, cause=act.kind, reason=act.reason)
    item.steps[VOID] = StepState(VOID, round=number)
    motion.open_task(item, item.steps[VOID], kind="request")


def check_void(motion: Motion, act: DecideVoid) -> None:
    if _undecided(motion.state.items[act.item]) is None:
        raise ActRefused("step_not_open")


def decide_void(motion: Motion, act: DecideVoid) -> None:
    """The other person has decided. Whatever had come out of the item is no longer valid."""
    item = motion.state.items[act.item]
    request = _undecided(item)
    assert request is not None, "it was looked at before"
    request.decided_at, request.granted = motion.now, act.granted
    step, outcome = item.steps[VOID], "approve" if act.granted else "refuse_request"
    if step.standing == "open":
        motion.close_task(item, step, outcome)
    motion.close_step(item, step, outcome=outcome)
    if not act.granted:
        row = row_of(item, "refuse_void")
        motion.shift(item, row, nth=len(item.void_requests), reason=act.reason)
        return
    if item.standing in ("granted", "granted_with_late_supply"):
        motion.out.documents_changed.append(DocumentChange(item.key, "revoked"))
    forewarning.close_notice(motion, item, forewarning.REVOCATION)
    item.before_void = item.standing
    item.delivery_from, item.delivery_overdue = None, False
    motion.end_item(item, "void", reason=request.reason, cause=request.kind)


def _undecided(item: ItemState) -> VoidRequest | None:
    return next((each for each in item.void_requests if each.granted is None), None)
