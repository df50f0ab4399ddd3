"""What an item builds on may end while the item is under way: a permit to move in is good for forty days.

`while_valid` names the item whose result it needs. When the last day of that result is over and the item is
not decided, it lapses; what the result was for is undone by its own rule (`compensating.py`). The days run by
the paper: no pause stops them.
"""

from datetime import datetime, time, timedelta

from clocks.calendar import SHANGHAI, WorkCalendar, local_date
from clocks.validity import last_valid_day
from matter_definitions.consequences import Deadline
from matter_definitions.motion import Motion, is_open
from matter_definitions.plan import Plan
from matter_definitions.predecessors import relevant_instances
from matter_definitions.state import CaseState, ItemState

RAN_OUT = "result_ran_out"


def ran_out(motion: Motion, deadline: Deadline) -> None:
    item = motion.state.items[deadline.item or ""]
    motion.end_item(item, "lapsed", word="run_out", reason=RAN_OUT)


def deadlines(plan: Plan, state: CaseState, calendar: WorkCalendar) -> list[Deadline]:
    """Those that `agenda` asks this room for. They are natural days, which no calendar moves."""
    del calendar
    found: list[Deadline] = []
    for item in state.items.values():
        needed = plan.item(item.code).while_valid
        if needed is not None and is_open(item):
            ends = [_end(plan, each) for each in relevant_instances(plan, state, item, needed)]
            found += [Deadline(end, "result_ran_out", item.key) for end in ends if end]
    return found


def _end(plan: Plan, item: ItemState) -> datetime | None:
    """The midnight after the last valid day of what it has issued; None where nothing ends."""
    if item.standing != "granted" or item.issued_at is None:
        return None
    issued = local_date(item.issued_at)
    last = [last_valid_day(each.valid_for, issued) for each in plan.item(item.code).results if each.valid_for]
    return datetime.combine(min(last) + timedelta(days=1), time.min, SHANGHAI) if last else None
