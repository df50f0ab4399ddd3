"""Steps that begin only on certain days: they wait for the next one, which is a deadline of the case.

Whether the waiting counts against the department is the definition's to say: the handling clock stands only
where the window `pauses`.
"""

from clocks.calendar import WorkCalendar, local_date
from clocks.pauses import Pause
from clocks.windows import opens_at
from matter_definitions import events
from matter_definitions.clock_effects import end_pauses
from matter_definitions.consequences import Deadline
from matter_definitions.motion import Motion
from matter_definitions.plan import Plan, StepPlan
from matter_definitions.state import CaseState, ItemState, StepState

PAUSE = "window"


def is_closed(motion: Motion, item: ItemState, step: StepState, plan: StepPlan) -> bool:
    """Whether the step has to wait now; how long is written down, and said when it is news."""
    if plan.window is None:
        return False
    calendar = motion.situation.calendar.for_region(item.region)
    opens = opens_at(plan.window.window, motion.now, calendar)
    if opens <= motion.now:
        step.waits_until = None
        return False
    if step.waits_until != opens:
        step.waits_until = opens
        motion.say(events.STEP_WAITS, item, step.code, nth=step.round, opens_at=opens.isoformat())
    return True


def window_opens(motion: Motion, deadline: Deadline) -> None:
    """The step is looked at again; `settle` opens it, or finds the next day."""
    motion.state.items[deadline.item or ""].steps[deadline.step or ""].waits_until = None


def settle(motion: Motion, item: ItemState) -> bool:
    """The clock stands as long as a step waits whose window says so. True when something changed."""
    waits = any(
        item.steps[each.code].waits_until is not None and item.steps[each.code].standing == "pending"
        for each in motion.item_plan(item).steps
        if each.window and each.window.pauses
    )
    is_paused = any(each.kind == PAUSE and each.end is None for each in item.handling_pauses)
    if waits and not is_paused and item.standing == "accepted":
        item.handling_pauses.append(Pause(motion.now, None, PAUSE))
        return True
    if is_paused and not waits:
        end_pauses(item, motion.now, PAUSE)
    return is_paused and not waits


def deadlines(plan: Plan, state: CaseState, calendar: WorkCalendar) -> list[Deadline]:
    """Those that `agenda` asks this room for."""
    found: list[Deadline] = []
    for item in state.items.values():
        for step in item.steps.values():
            if step.standing == "pending" and step.waits_until is not None:
                place, day = calendar.for_region(item.region), local_date(step.waits_until)
                provisional = place.is_provisional(day, day)
                found.append(
                    Deadline(step.waits_until, "window", item.key, step.code, provisional=provisional)
                )
    return found
