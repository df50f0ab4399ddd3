"""What a plan means: the one function family that moves every case.

Pure. A state goes in with what happened and the legal time; a new state and what follows come out:
tasks to open, effects to carry out, events. The same functions drive real cases, imaginary ones, the
proofs before publishing and the property tests. States given in are never changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from matter_definitions import (
    calling,
    committing,
    confirming,
    events,
    hearing_others,
    merging,
    refunding,
    undoing,
    windowing,
)
from matter_definitions.acts.act import Act
from matter_definitions.agenda import deadlines
from matter_definitions.bodies import BODIES, MEETINGS
from matter_definitions.consequences import Consequences, Deadline
from matter_definitions.copying import copy_state
from matter_definitions.hinting import point_to_next
from matter_definitions.motion import (
    ActorRef,
    ActRefused,
    Motion,
    Situation,
    collecting_notice,
    is_open,
)
from matter_definitions.movements import row_of
from matter_definitions.noticing import lapse_unanswered, send_notice, settle_notice, start_receipt_clock
from matter_definitions.parent import ending_followers, parent_standing
from matter_definitions.permits import allowed_words, permit
from matter_definitions.plan import Plan
from matter_definitions.predecessors import predecessors_of, result_is_there
from matter_definitions.promising import settle_promise
from matter_definitions.reviewing import apply_silence, open_reviews
from matter_definitions.state import BEFORE_ACCEPTANCE, CaseState, ItemState, StepState
from matter_definitions.stepping import (
    expire_payment,
    grant_when_decided,
    is_paid_for,
    open_ready_steps,
    remind_of_payment,
)
from matter_definitions.task_outcomes import NOWHERE, task_outcomes
from matter_definitions.timing import ItemClock, clock_of

__all__ = [
    "ActRefused",
    "ActorRef",
    "ItemClock",
    "ItemOpening",
    "Situation",
    "allowed",
    "allowed_words",
    "clock_of",
    "deadlines",
    "ending_followers",
    "move",
    "open_case",
    "result_is_there",
    "run_due",
]


@dataclass(frozen=True, slots=True)
class ItemOpening:
    """An item that the answers switched on, with the department that the responsibility table names.

    `receive_region`: the place that receives it for the one that handles it. `commitments`: the codes of
    those that the applicant signed. `places`: steps of another department, as {step: (department, region)}.
    """

    key: str
    code: str
    number: int
    region: str
    department: str
    instance: int | None = None
    receive_region: str | None = None
    commitments: tuple[str, ...] = ()
    places: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])


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
            receive_region=each.receive_region,
            places=dict(each.places),
            steps={step.code: StepState(step.code) for step in plan.item(each.code).steps},
        )
        for each in openings
    }
    state = CaseState(format=plan.format, submitted_at=situation.now, items=items)
    motion = Motion(plan=plan, state=state, situation=situation, now=situation.now)
    motion.say(events.SUBMITTED, items=len(items))
    open_reviews(motion)
    for each in openings:
        committing.begin(motion, items[each.key], each.commitments)
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
    permit(motion, act)
    BODIES[type(act)](motion, act)
    _settle(motion)
    refunding.follow(motion, state)
    return motion.state, motion.out


def run_due(plan: Plan, state: CaseState, situation: Situation) -> tuple[CaseState, Consequences]:
    """Lets every deadline at or before `situation.now` happen, in order, each dated at its own moment."""
    motion = Motion(plan=plan, state=copy_state(state), situation=situation, now=situation.now)
    while True:
        pending = deadlines(plan, motion.state, situation.calendar)
        if not pending or pending[0].at > situation.now:
            refunding.follow(motion, state)
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
        case kind:
            MEETINGS[kind](motion, deadline)


def allowed(
    plan: Plan, state: CaseState, item_key: str, step_code: str, situation: Situation | None = None
) -> tuple[str, ...]:
    """The outcomes that an officer may choose for a step now; empty when it is not open.

    They are words of the table of transitions. Without a situation nothing is asked of the form, the
    person and the time: then a later level counts as one that applies.
    """
    item = state.items.get(item_key)
    step = item.steps.get(step_code) if item else None
    if item is None or step is None or step.standing != "open":
        return ()
    motion = Motion(plan, state, situation or NOWHERE, (situation or NOWHERE).now)
    return task_outcomes(motion, item, step)


_GRANTED = frozenset({"granted", "granted_with_late_supply"})
_SETTLERS = (
    undoing.settle,
    committing.settle,
    confirming.settle,
    hearing_others.settle,
    calling.settle,
    windowing.settle,
)


_HAS_STEPS = frozenset({"accepted", *_GRANTED})


def _settle(motion: Motion) -> None:
    """Lets follow what follows, until nothing more does."""
    changed = True
    while changed:
        changed = False
        for item in motion.state.items.values():
            if item.standing in BEFORE_ACCEPTANCE:
                changed |= _settle_predecessors(motion, item)
            if item.standing == "received" and item.form_ok and not item.waiting_for and item.received_at:
                changed |= _accept_when_paid(motion, item)
            if item.standing in _HAS_STEPS:
                changed |= open_ready_steps(motion, item)
                changed |= grant_when_decided(motion, item)
            for settle in _SETTLERS:
                changed |= settle(motion, item)
        changed |= settle_notice(motion)
    settle_promise(motion)
    merging.settle(motion)
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


def _accept_when_paid(motion: Motion, item: ItemState) -> bool:
    """What has to be over before acceptance, such as a fee, comes first."""
    before = not is_paid_for(motion, item)
    changed = open_ready_steps(motion, item) if before else False
    if not is_paid_for(motion, item):
        return changed
    _accept(motion, item)
    return True


def _accept(motion: Motion, item: ItemState) -> None:
    """From here the handling clock runs. Accepted by silence counts from the day of receipt, unless
    something else had still to come first."""
    definition = motion.item_plan(item)
    motion.become(item, row_of(item, "begin_handling"))
    if item.accepted_by == "silence" and not any(s.stage == "before_acceptance" for s in definition.steps):
        item.accepted_at = item.received_at
    else:
        item.accepted_by = item.accepted_by or ("rule" if definition.acceptance == "rule" else "officer")
        item.accepted_at = motion.now
    motion.say(events.ACCEPTED, item, by=item.accepted_by)


def _settle_end(motion: Motion) -> None:
    """A case ends when every item is over and every result is there (a parcel may still be on its way).

    The standing of one that has ended still follows its items, when a result is revoked or made void.
    """
    state = motion.state
    items = list(state.items.values())
    if not all(_is_over(motion, item) for item in items):
        return
    standing = parent_standing(items, format=state.format)
    if state.standing == standing or (state.standing != "open" and state.format == 1):
        return
    if state.standing == "open":
        state.ended_at = motion.now
    else:
        state.ends_undone += 1
    state.standing = standing
    motion.say(
        events.COMPLETED if state.standing == "completed" else events.ENDED,
        standing=state.standing,
        granted=sum(item.standing == "granted" for item in items),
    )
    point_to_next(motion)


def _is_over(motion: Motion, item: ItemState) -> bool:
    if is_open(item) or item.standing == "granted_with_late_supply":
        return False
    if item.standing != "granted":
        return True
    return result_is_there(motion.plan, item) and not _is_being_undone(motion, item)


def _is_being_undone(motion: Motion, item: ItemState) -> bool:
    return any(
        step.after_failure_of and item.steps[step.code].standing == "open"
        for step in motion.item_plan(item).steps
    )
