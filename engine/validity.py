"""Until when a result is valid that is issued on a day: so long from then, or the day that a field holds."""

from collections.abc import Mapping
from datetime import date

from clocks.validity import last_valid_day
from engine.values import stored_key
from matter_definitions.plan import ItemPlan, ResultPlan
from matter_definitions.state import ItemState


def valid_to(
    result: ResultPlan, plan: ItemPlan, item: ItemState, *, values: Mapping[str, object], issued: date
) -> date | None:
    """The last day; None: without end."""
    if result.valid_for is not None:
        return last_valid_day(result.valid_for, issued)
    if result.valid_until_key is None:
        return None
    until = values.get(stored_key(plan, item, result.valid_until_key))
    return date.fromisoformat(until) if isinstance(until, str) and until else None
