"""How much of a limit is left: of the clocks, of a kind of special procedure, of the extensions."""

from datetime import datetime

from clocks.calendar import WorkCalendar
from clocks.clock import Limit, due, units_used
from matter_definitions.offers import SpecialPlan
from matter_definitions.plan import ItemPlan
from matter_definitions.state import Extension, ItemState


def ends_at(limit: Limit, start: datetime, calendar: WorkCalendar) -> datetime:
    at = due(limit, started=start, pauses=(), calendar=calendar).at
    assert at is not None, "a clock without pauses always ends"
    return at


def extensions_now(item: ItemState) -> list[Extension]:
    """Those of the handling under way: an item that was reopened has a fresh clock."""
    accepted = item.accepted_at
    return [each for each in item.extensions if accepted is None or each.asked_at >= accepted]


def extra_of(item: ItemState) -> tuple[Limit, ...]:
    """By how much the handling limit was lengthened."""
    return tuple(each.amount for each in extensions_now(item) if each.granted)


def special_plan(plan: ItemPlan, kind: str) -> SpecialPlan | None:
    """A hearing takes as long as its step gives for holding it, where the item names no maximum."""
    named = next((each for each in plan.specials if each.kind == kind), None)
    if named is not None or kind != "hearing":
        return named
    held = next((each.hearing.hold_within for each in plan.steps if each.hearing is not None), None)
    return SpecialPlan("hearing", held) if held else None


def special_left(plan: SpecialPlan, item: ItemState, now: datetime, calendar: WorkCalendar) -> Limit | None:
    """What the maximum of a kind leaves to a procedure that begins now; None: nothing."""
    accepted, unit = item.accepted_at or now, plan.maximum.unit
    used = sum(
        units_used(
            plan.maximum.unit,
            started=each.started_at,
            until=each.ended_at or now,
            pauses=(),
            calendar=calendar,
        )
        for each in item.specials
        if each.kind == plan.kind and accepted <= each.started_at < now
    )
    left = plan.maximum.amount - used
    return Limit(left, unit) if left > 0 else None
