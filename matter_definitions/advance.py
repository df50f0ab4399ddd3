"""What a plan means: the one function family that moves every case.

Pure. A state goes in with what happened and the legal time; a new state and what follows come out:
tasks to open, effects to carry out, events. The same functions drive real cases, imaginary ones, the
proofs before publishing and the property tests. States given in are never changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from clocks.clock import due
from matter_definitions import events
from matter_definitions.acts import (
    Act,
    AnswerNotice,
    DecideReceipt,
    DecideStep,
    EndBranch,
    RecordOutcome,
    RedoStep,
    Withdraw,
)
from matter_definitions.consequences import Consequences, Deadline
from matter_definitions.motion import ActRefused, Motion, Situation, collecting_notice, copy_state, is_open
from matter_definitions.plan import FORMAT, Plan
from matter_definitions.predecessors import predecessors_of, result_is_there
from matter_definitions.reviewing import (
    RECEIPT_OUTCOMES,
    answer_notice,
    apply_silence,
    decide_receipt,
    lapse_unanswered,
    send_notice,
    settle_notice,
    start_receipt_clock,
)
from matter_definitions.state import RECEIPT, CaseState, ItemState, StepState
from matter_definitions.stepping import (
    decide_step,
    expire_payment,
    grant_when_decided,
    open_ready_steps,
    outcomes_of,
    record_outcome,
    redo_step,
    remind_of_payment,
)
from matter_definitions.timing import ItemClock, clock_of, deadlines, forecast

__all__ = [
    "ActRefused",
    "ItemClock",
    "ItemOpening",
    "Situation",
    "allowed",
    "clock_of",
    "deadlines",
    "move",
    "open_case",
    "result_is_there",
    "run_due",
]


@dataclass(frozen=True, slots=True)
class ItemOpening:
    """An item that the answers switched on, with the department that the responsibility table names."""

    key: str
    code: str
    number: int
    region: str
    department: str
    instance: int | None = None


def open_case(
    plan: Plan, openings: Sequence[ItemOpening], situation: Situation
) -> tuple[CaseState, Consequences]:
    """A submitted application becomes a case: every form goes to review at once."""
    items = {
        each.key: ItemState(
            key=each.key,
            code=each.code,
            number=each.number,
            region=each.region,
            department=each.department,
            instance=each.instance,
            steps={step.code: StepState(step.code) for step in plan.item(each.code).steps},
        )
        for each in openings
    }
    state = CaseState(format=FORMAT, submitted_at=situation.now, items=items)
    motion = Motion(plan=plan, state=state, situation=situation, now=situation.now)
    motion.say(events.SUBMITTED, items=len(items))
    for item in items.values():
        if plan.item(item.code).acceptance == "rule":
            item.form_ok = True
        else:
            item.steps = {RECEIPT: StepState(RECEIPT), **item.steps}
            motion.open_task(item, item.steps[RECEIPT])
    _settle(motion)
    return state, motion.out


def move(plan: Plan, state: CaseState, act: Act, situation: Situation) -> tuple[CaseState, Consequences]:
    """Applies one act. Deadlines that are due must have been run before (`run_due`).

    Raises ActRefused when the act is not possible now; nothing has changed then.
    """
    motion = Motion(plan=plan, state=copy_state(state), situation=situation, now=situation.now)
    item = getattr(act, "item", None)
    if item is not None and item not in motion.state.items:
        raise ActRefused("no_such_item")
    _apply(motion, act)
    _settle(motion)
    return motion.state, motion.out


def _apply(motion: Motion, act: Act) -> None:
    match act:
        case DecideReceipt():
            decide_receipt(motion, act)
        case DecideStep():
            decide_step(motion, act)
        case AnswerNotice():
            answer_notice(motion, act)
        case RecordOutcome():
            record_outcome(motion, act)
        case RedoStep():
            redo_step(motion, act)
        case EndBranch():
            _end_branch(motion, act)
        case Withdraw():
            _withdraw(motion, act)


def _end_branch(motion: Motion, act: EndBranch) -> None:
    item = motion.state.items[act.item]
    if is_open(item):
        motion.end_item(item, "ended", reason=act.reason)
    elif any(step.standing in ("open", "pending") for step in item.steps.values()):
        motion.drop_open_steps(item)  # a granted item keeps its grant; only what was still to do ends
        motion.say(events.BRANCH_ENDED, item, reason=act.reason)
    else:
        raise ActRefused("item_over")


def _withdraw(motion: Motion, act: Withdraw) -> None:
    unknown = [key for key in act.items if key not in motion.state.items]
    wanted = [motion.state.items[key] for key in act.items if key not in unknown] or (
        [] if act.items else list(motion.state.items.values())
    )
    still_open = [item for item in wanted if is_open(item)]
    if unknown or not still_open or (act.items and len(still_open) < len(wanted)):
        raise ActRefused("item_over" if not unknown else "no_such_item")
    for item in still_open:
        motion.end_item(item, "withdrawn")


def run_due(plan: Plan, state: CaseState, situation: Situation) -> tuple[CaseState, Consequences]:
    """Lets every deadline at or before `situation.now` happen, in order, each dated at its own moment."""
    motion = Motion(plan=plan, state=copy_state(state), situation=situation, now=situation.now)
    while True:
        pending = deadlines(plan, motion.state, situation.calendar)
        if not pending or pending[0].at > situation.now:
            return motion.state, motion.out
        motion.now = pending[0].at
        _meet(motion, pending[0])
        _settle(motion)


def _meet(motion: Motion, deadline: Deadline) -> None:
    item = motion.state.items.get(deadline.item or "")
    step = item.steps.get(deadline.step or "") if item else None
    match deadline.kind:
        case "receipt" if item:
            apply_silence(motion, item)
        case "notice":
            notice = collecting_notice(motion.state)
            if notice:
                send_notice(motion, notice)
        case "answer":
            lapse_unanswered(motion)
        case "payment_reminder" if item and step:
            remind_of_payment(motion, item, step)
        case "payment_expiry" if item and step:
            expire_payment(motion, item, step)


def allowed(plan: Plan, state: CaseState, item_key: str, step_code: str) -> tuple[str, ...]:
    """The outcomes that an officer may choose for a step now; empty when it is not open."""
    item = state.items.get(item_key)
    step = item.steps.get(step_code) if item else None
    if item is None or step is None or step.standing != "open":
        return ()
    if step_code == RECEIPT:
        return RECEIPT_OUTCOMES
    definition = plan.step(item.code, step_code)
    return outcomes_of(definition) if definition.kind == "approval" else ()


def _settle(motion: Motion) -> None:
    """Lets follow what follows, until nothing more does."""
    changed = True
    while changed:
        changed = False
        for item in motion.state.items.values():
            if item.standing in ("received", "correcting"):
                changed |= _settle_predecessors(motion, item)
            if item.standing == "received" and item.form_ok and not item.waiting_for and item.received_at:
                _accept(motion, item)
                changed = True
            if item.standing in ("accepted", "granted"):
                changed |= open_ready_steps(motion, item)
                changed |= grant_when_decided(motion, item)
        changed |= settle_notice(motion)
    _settle_promise(motion)
    _settle_end(motion)


def _settle_predecessors(motion: Motion, item: ItemState) -> bool:
    answer, waiting_for = predecessors_of(motion.plan, motion.state, item)
    if answer == "impossible":
        motion.end_item(item, "not_pursued", reason="predecessor")
        return True
    if answer == "there":
        item.waiting_for = []
        if item.received_at is None:
            start_receipt_clock(motion, item)
            return True
        return False
    if waiting_for != item.waiting_for:
        first = not item.waiting_for
        item.waiting_for = waiting_for
        if first:
            motion.say(events.WAITING, item, first=waiting_for[0])
        return True
    return False


def _accept(motion: Motion, item: ItemState) -> None:
    """From here the handling clock runs. Accepted by silence counts from the day of receipt."""
    definition = motion.item_plan(item)
    item.standing = "accepted"
    if item.accepted_by == "silence":
        item.accepted_at = item.received_at
    else:
        item.accepted_by = "rule" if definition.acceptance == "rule" else "officer"
        item.accepted_at = motion.now
    motion.say(events.ACCEPTED, item, by=item.accepted_by)


def _settle_promise(motion: Motion) -> None:
    state, calendar = motion.state, motion.situation.calendar
    still_in_review = any(
        is_open(item) and (item.standing == "correcting" or not item.form_ok) for item in state.items.values()
    )
    state.expected_at = forecast(motion.plan, state, motion.now, calendar)
    if state.reviewed_at or still_in_review or not any(_was_accepted(each) for each in state.items.values()):
        return
    state.reviewed_at = motion.now
    state.promised_at = state.expected_at or motion.now
    if motion.plan.promise:
        state.promised_at = due(motion.plan.promise, started=motion.now, pauses=(), calendar=calendar).at
    motion.say(events.REVIEWS_OVER, promised_at=state.promised_at.isoformat() if state.promised_at else None)


def _was_accepted(item: ItemState) -> bool:
    return item.accepted_at is not None or (is_open(item) and item.form_ok)


def _settle_end(motion: Motion) -> None:
    """A case ends when every item is over and every result is there (a parcel may still be on its way)."""
    state = motion.state
    items = list(state.items.values())
    over = all(
        not is_open(item) and (item.standing != "granted" or result_is_there(motion.plan, item))
        for item in items
    )
    if state.standing != "open" or not over:
        return
    granted = sum(item.standing == "granted" for item in items)
    if granted == len(items):
        state.standing = "completed"
    elif granted:
        state.standing = "partly_completed"
    elif all(item.standing == "withdrawn" for item in items):
        state.standing = "withdrawn"
    else:
        state.standing = "refused"
    state.ended_at = motion.now
    motion.say(
        events.COMPLETED if granted == len(items) else events.ENDED, standing=state.standing, granted=granted
    )
