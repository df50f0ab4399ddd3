"""Money that a step waits for: somebody else sends it, through a treasury that tells what came.

It is there with the whole sum, or it went back to the sender: then whoever gave the account looks at it
again, and it is sent in a new round. When it is late a supervisor is shown it, and it is still waited for.
"""

from clocks.calendar import WorkCalendar
from matter_definitions import events
from matter_definitions.acts.deciding import RecordOutcome
from matter_definitions.consequences import Deadline
from matter_definitions.motion import Motion
from matter_definitions.offers import MoneyPlan
from matter_definitions.plan import Plan, StepPlan
from matter_definitions.resetting import reset_steps
from matter_definitions.state import CaseState, ItemState, StepState
from matter_definitions.steps_of_others import open_steps_of

LATE = "money_late"  # in the data of a step: its time is over, and the supervisor knows


def money_of(plan: StepPlan) -> MoneyPlan:
    assert plan.money is not None, "the plan says what money it is"
    return plan.money


def returned(motion: Motion, item: ItemState, step: StepState, plan: StepPlan, act: RecordOutcome) -> None:
    """The money is with the sender again: all from `back_to` on begins anew."""
    motion.say(events.MONEY_RETURNED, item, step.code, nth=step.round, outcome=act.outcome, reason=act.reason)
    reset_steps(motion, item, [money_of(plan).back_to])


def late(motion: Motion, deadline: Deadline) -> None:
    """It has not come in time."""
    item = motion.state.items[deadline.item or ""]
    step = item.steps[deadline.step or ""]
    step.data[LATE] = True
    motion.say(events.MONEY_LATE, item, step.code, nth=step.round)


def deadlines(plan: Plan, state: CaseState, calendar: WorkCalendar) -> list[Deadline]:
    """The limits of such steps; their days were counted when they opened."""
    return [
        Deadline(step.limit_at, "money_late", item.key, step.code)
        for item, step, _ in open_steps_of(plan, state, "money_awaited")
        if step.limit_at is not None and not step.data.get(LATE)
    ]
