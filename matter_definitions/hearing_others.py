"""Steps in which others have a say: publicity and objections, hearings, joint visits, letters.

What each of them is stands in a room of its own; here is what the rest of the family calls.
"""

from clocks.calendar import WorkCalendar
from matter_definitions import being_heard, compensating, corresponding, publicising, visiting
from matter_definitions.being_heard import ask_hearing, hold_hearing, record_hearing
from matter_definitions.consequences import Deadline
from matter_definitions.corresponding import answer_letter, send_letter
from matter_definitions.motion import Motion
from matter_definitions.plan import Plan, StepKind, StepPlan
from matter_definitions.publicising import decide_objection, object_to
from matter_definitions.state import CaseState, ItemState, StepState
from matter_definitions.visiting import conclude_visit, consent_visit, propose_visit, record_visit

__all__ = [
    "KINDS",
    "answer_letter",
    "ask_hearing",
    "conclude_visit",
    "consent_visit",
    "deadlines",
    "decide_objection",
    "hearing_not_asked",
    "hold_hearing",
    "letter_unanswered",
    "object_to",
    "open_step",
    "propose_visit",
    "publicity_over",
    "record_hearing",
    "record_visit",
    "send_letter",
    "settle",
    "visit_unanswered",
]

KINDS: frozenset[StepKind] = frozenset({"publicity", "hearing", "joint_visit", "letter"})


def open_step(motion: Motion, item: ItemState, step: StepState, plan: StepPlan) -> None:
    """Begins a step of kind publicity, hearing, joint_visit or letter; it is pending until now."""
    match plan.kind:
        case "publicity":
            publicising.begin(motion, item, step, plan)
        case "hearing":
            being_heard.begin(motion, item, step, plan)
        case "joint_visit":
            visiting.begin(motion, item, step, plan)
        case "letter":
            corresponding.begin(motion, item, step)
        case kind:
            raise ValueError(f"a step of kind {kind} has nothing to do with others")


def settle(motion: Motion, item: ItemState) -> bool:
    """Closes a step when everybody it waits for has spoken, and undoes what has to be undone because
    another item failed. True when something changed."""
    changed = compensating.settle(motion, item)
    for plan in motion.item_plan(item).steps:
        step = item.steps[plan.code]
        if plan.kind in KINDS and step.standing in ("open", "ended"):
            changed |= _settle_step(motion, item, step, plan)
    return changed


def _settle_step(motion: Motion, item: ItemState, step: StepState, plan: StepPlan) -> bool:
    match plan.kind:
        case "publicity":
            return publicising.settle(motion, item, step)
        case "hearing":
            return being_heard.settle(motion, item, step, plan)
        case "joint_visit":
            return visiting.settle(motion, item, step, plan)
        case _:
            return corresponding.settle(motion, item, step)


def deadlines(plan: Plan, state: CaseState, calendar: WorkCalendar) -> list[Deadline]:
    rooms = (publicising, being_heard, visiting, corresponding)
    return [each for room in rooms for each in room.deadlines(plan, state, calendar)]


def publicity_over(motion: Motion, deadline: Deadline) -> None:
    """The time of publicity is over."""
    publicising.over(motion, *_place(motion, deadline))


def hearing_not_asked(motion: Motion, deadline: Deadline) -> None:
    """The time to ask for a hearing is over."""
    being_heard.not_asked(motion, *_place(motion, deadline))


def visit_unanswered(motion: Motion, deadline: Deadline) -> None:
    """A department did not answer to the proposed times."""
    item, step = _place(motion, deadline)
    visiting.unanswered(motion, item, step, motion.step_plan(item, step.code))


def letter_unanswered(motion: Motion, deadline: Deadline) -> None:
    """The other authority did not answer in time."""
    corresponding.unanswered(motion, *_place(motion, deadline))


def _place(motion: Motion, deadline: Deadline) -> tuple[ItemState, StepState]:
    item = motion.state.items[deadline.item or ""]
    return item, item.steps[deadline.step or ""]
