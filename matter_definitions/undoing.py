"""What is undone: taken back, rectified, reopened, revoked; and what is taken up again because of it."""

from matter_definitions import events, forewarning
from matter_definitions.acts.deciding import DemandAnew
from matter_definitions.acts.undoing import Rectify, Reopen, Revoke, TakeBack
from matter_definitions.consequences import DocumentChange
from matter_definitions.motion import ActRefused, Motion
from matter_definitions.movements import row_of
from matter_definitions.predecessors import predecessors_of
from matter_definitions.resetting import open_case_again, reset_step, reset_steps
from matter_definitions.reviewing import open_review
from matter_definitions.state import RECEIPT, ItemState
from matter_definitions.timing import ROUNDS_BEFORE, clock_of


def check_take_back(motion: Motion, act: TakeBack) -> None:
    """A level that was passed, or the item's decision; nothing that no officer decided."""
    item = motion.state.items[act.item]
    if item.standing == "accepted":
        step = item.steps.get(act.step or "")
        if step is None or step.standing != "done" or not _is_approval(motion, item, step.code):
            raise ActRefused("step_not_open")
    elif item.standing in ("granted", "granted_with_late_supply", "denied") and not _decisive(motion, item):
        raise ActRefused("outcome_not_possible")


def _is_approval(motion: Motion, item: ItemState, code: str) -> bool:
    plan = motion.plan.find_step(item.code, code)
    return plan is not None and plan.kind == "approval"


def _decisive(motion: Motion, item: ItemState) -> list[str]:
    """The steps that made the decision: the one that refused, else the last level that granted, else the
    last approval."""
    refused = [each.code for each in item.steps.values() if each.standing == "refused"]
    if item.standing == "denied" and refused:
        return refused
    done = [
        each
        for each in motion.item_plan(item).steps
        if each.kind == "approval" and item.steps[each.code].standing == "done"
    ]
    deciding = [
        each.code for each in done if item.steps[each.code].outcome in ("grant", "grant_with_late_supply")
    ]
    return deciding or [each.code for each in done[-1:]]


def take_back(motion: Motion, act: TakeBack) -> None:
    """The decider takes a decision back before it has left the house; the clock goes on as if it had
    never been made."""
    item = motion.state.items[act.item]
    item.undone += 1
    forewarning.close_notice(motion, item, forewarning.REVOCATION)
    if item.standing in ("refused", "not_applicable"):
        _forget_decision(item)
        motion.shift(item, row_of(item, "take_back"), reason=act.reason)
        _review_anew(motion, item)
    else:
        again = [act.step] if item.standing == "accepted" and act.step else _decisive(motion, item)
        row = row_of(item, "take_back")
        motion.shift(item, row, step=act.step, reason=act.reason, of_standing=item.standing)
        _forget_decision(item)
        reset_steps(motion, item, again)
    open_case_again(motion)


def _review_anew(motion: Motion, item: ItemState) -> None:
    """Silence does not accept what the department had answered in time; that it is late is shown."""
    item.form_ok, item.accepted_by = False, None
    open_review(motion, item)
    due_at = clock_of(motion.plan, item, motion.situation.calendar).due_at
    if due_at is not None and due_at < motion.now and not item.silent:
        item.silent = True
        motion.say(events.RECEIPT_OVERDUE, item)


def _forget_decision(item: ItemState) -> None:
    item.decided_at = item.reason = item.decided_by = item.authority = item.legal_basis = None
    item.told_of_decision_at = item.issued_at = item.delivered_at = item.signed_at = None
    item.delivery_mode, item.delivery_overdue, item.delivery_from = None, False, None
    item.result_suspended_at = None


def check_demand_anew(motion: Motion, act: DemandAnew) -> None:
    item = motion.state.items[act.item]
    step, plan = item.steps.get(act.step), motion.plan.find_step(item.code, act.step)
    if step is None or step.standing != "done" or plan is None or plan.payment is None:
        raise ActRefused("step_not_open")


def demand_anew(motion: Motion, act: DemandAnew) -> None:
    """What is open and comes after the fee waits for it again; what was done since it was paid stays done."""
    item = motion.state.items[act.item]
    for each in motion.plan.followers(item.code, act.step):
        if item.steps[each.code].standing == "open":
            reset_step(motion, item, item.steps[each.code])
    reset_step(motion, item, item.steps[act.step])
    anew = item.steps[act.step]
    anew.data[ROUNDS_BEFORE] = anew.round - 1


def check_rectify(motion: Motion, act: Rectify) -> None:
    item = motion.state.items[act.item]
    plan = motion.plan.find_step(item.code, act.step)
    if plan is None or plan.kind != "issue_result":
        raise ActRefused("step_not_open")


def rectify(motion: Motion, act: Rectify) -> None:
    """The result is issued anew and the old paper names its successor; nothing else starts again."""
    item = motion.state.items[act.item]
    item.rectified += 1
    step = item.steps[act.step]
    row = row_of(item, "rectify")
    motion.shift(item, row, step=act.step, nth=item.rectified, reason=act.reason)
    motion.out.documents_changed.append(DocumentChange(item.key, "replaced", act.step))
    reset_step(motion, item, step)
    anew = item.steps[act.step]
    anew.standing, anew.opened_at, anew.confirmed_at = "open", motion.now, step.confirmed_at
    motion.want_effect(item, anew)


def reopen(motion: Motion, act: Reopen) -> None:
    """A decision on review opens an ended item again, with a fresh clock."""
    item = motion.state.items[act.item]
    handled = item.standing in ("denied", "revoked") or item.accepted_at is not None
    again = _decisive(motion, item)
    item.undone += 1
    item.reopened += 1
    item.review_decision = act.decision
    accepted_at, received_at = item.accepted_at, item.received_at
    row = row_of(item, "reopen")
    _forget_decision(item)
    motion.shift(
        item,
        row,
        to="accepted" if handled else "received",
        nth=item.reopened,
        decision=act.decision,
        reason=act.reason,
    )
    if handled:
        item.received_at, item.accepted_at = received_at, motion.now
        reset_steps(motion, item, again)
    else:
        item.accepted_at = accepted_at
        item.silent = False
        reset_steps(motion, item, [])
        _review_anew(motion, item)
    open_case_again(motion)


def revoke(motion: Motion, act: Revoke) -> None:
    """A result is taken from its holder; its papers are no longer valid."""
    item = motion.state.items[act.item]
    item.legal_basis = act.legal_basis
    law = {"legal_basis": act.legal_basis} if act.legal_basis else {}
    motion.out.documents_changed.append(DocumentChange(item.key, "revoked"))
    item.delivery_from, item.delivery_overdue = None, False
    decided_by = item.decided_by
    forewarning.close_notice(motion, item, forewarning.REVOCATION)
    motion.end_item(item, "revoked", word="revoke", event=None, reason=act.reason, how=act.kind, **law)
    item.decided_by = decided_by


def settle(motion: Motion, item: ItemState) -> bool:
    """Takes up again what was given up because of a predecessor that is possible once more.

    True when something changed.
    """
    if item.standing != "not_pursued" or motion.plan.format == 1:
        return False
    if predecessors_of(motion.plan, motion.state, item)[0] == "impossible":
        return False
    item.undone += 1
    _forget_decision(item)
    item.received_at, item.receipt_pauses = None, []
    motion.shift(item, row_of(item, "revive"))
    reset_steps(motion, item, [])
    if not item.form_ok and RECEIPT in item.steps:
        open_review(motion, item)
    elif motion.item_plan(item).acceptance == "rule":
        item.form_ok = True
    return True
