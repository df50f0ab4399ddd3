"""Every moment at which something happens to a case by itself, from all the rooms that know of one."""

from clocks.calendar import WorkCalendar
from matter_definitions import (
    awaiting,
    bringing,
    committing,
    confirming,
    expiring,
    hearing_others,
    joint,
    pausing,
    receiving,
    timing,
    windowing,
)
from matter_definitions.consequences import Deadline
from matter_definitions.plan import Plan
from matter_definitions.state import CaseState

_ROOMS = (
    timing.deadlines,
    receiving.deadlines,
    pausing.deadlines,
    committing.deadlines,
    confirming.deadlines,
    hearing_others.deadlines,
    awaiting.deadlines,
    expiring.deadlines,
    bringing.deadlines,
    joint.deadlines,
    windowing.deadlines,
)


def deadlines(plan: Plan, state: CaseState, calendar: WorkCalendar) -> list[Deadline]:
    """Every moment at which something happens by law or rule if nobody acts before, earliest first."""
    found = [each for room in _ROOMS for each in room(plan, state, calendar)]
    return sorted(found, key=lambda each: (each.at, each.kind, each.item or "", each.step or ""))
