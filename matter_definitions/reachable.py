"""Which movements of the table an item can come to at all, from what its plan offers."""

from collections.abc import Iterable, Iterator

from matter_definitions import events
from matter_definitions.offering import offers
from matter_definitions.plan import ItemPlan
from matter_definitions.rows import Transition
from matter_definitions.transitions import TRANSITIONS


def rows_of(items: Iterable[ItemPlan]) -> Iterator[Transition]:
    """In the order of the table; each row that one of the items can come to."""
    known = tuple(items)
    return (row for row in TRANSITIONS if any(_can_come_to(row, item) for item in known))


def events_of(items: Iterable[ItemPlan]) -> frozenset[str]:
    """What can be said of one of the items, also where the row of the table has another name for it."""
    known = tuple(items)
    said = {event for row in rows_of(known) for event in (row.event, *row.also) if event is not None}
    if any(_promises_late_supply(item) for item in known):
        said.add(events.LATE_SUPPLY_REMINDED)
    if any(_has_hearing(item) for item in known):
        said |= {events.HEARING_OFFERED, events.HEARING_SET}
    else:
        said -= {events.HEARING_OFFERED, events.HEARING_SET}
    return frozenset(said)


def _can_come_to(row: Transition, item: ItemPlan) -> bool:
    """What is offered, and what no officer begins: it hangs on something else that is."""
    match row.act:
        case "pass":
            return any(step.level_group for step in item.steps)
        case "special_procedure":
            return offers(item, row.act) or _has_hearing(item)
        case "run_out":
            return item.while_valid is not None
        case "resume":
            return offers(item, "suspend")
        case "grant_with_late_supply" | "late_supply_missed" | "supply_late" | "late_supply_lacks":
            return _promises_late_supply(item)
        case _:
            return offers(item, row.act)


def _promises_late_supply(item: ItemPlan) -> bool:
    return any(each.kind == "late_supply" for each in item.commitments)


def _has_hearing(item: ItemPlan) -> bool:
    return any(step.kind == "hearing" for step in item.steps)
