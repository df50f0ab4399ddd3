"""A published change of the calendar is carried to the cases under way, one case a transaction.

A case that is met twice has nothing to move the second time, so nobody is told twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from sqlalchemy import text

from clocks.calendar import WorkCalendar, local_date
from clocks.changing import CalendarChange, MovedDays, changed, moved_days
from database.connection import Connection
from database.session import ENGINE, transaction
from engine.calendar_drafts import read_draft
from engine.case_by_case import CASES_AT_ONCE, SETTLE_SECONDS, Trouble, change_each, keep_progress
from engine.case_change import CaseChange
from engine.change import change_case
from engine.context import EngineContext
from engine.projections import item_row
from engine.who import THE_ENGINE
from matter_definitions.acts.telling import CalendarChanged
from matter_definitions.advance import deadlines
from matter_definitions.state import CaseState

_NEXT = text("""
    SELECT id, draft_id, after_case FROM calendar_publication
    WHERE finished_at IS NULL AND published_at <= clock_timestamp() - make_interval(secs => :settle)
    ORDER BY published_at, id LIMIT 1
""")
UNDER_WAY = """
    (c.standing = 'open' OR EXISTS (
        SELECT FROM case_item i
        WHERE i.case_id = c.id AND i.delivery_due_at IS NOT NULL AND i.delivered_at IS NULL))
    AND EXISTS (SELECT FROM case_item i WHERE i.case_id = c.id AND starts_with(i.region, :region))
"""
_CASES = text(f"""
    SELECT c.id, c.case_no, c.region FROM matter_case c
    WHERE c.id > :after AND {UNDER_WAY} ORDER BY c.id LIMIT :limit
""")  # noqa: S608 - only a constant is put into it
_PROGRESS = text("""
    UPDATE calendar_publication SET after_case = greatest(after_case, :after), moved = moved + :moved,
        finished_at = CASE WHEN :finished THEN clock_timestamp() END
    WHERE id = :id
""")
_DATES = text("""
    SELECT key, due_at, statutory_at, provisional, extended_to, delivery_due_at FROM case_item
    WHERE case_id = :case
""")
_SHOWN = ("due_at", "statutory_at", "provisional", "extended_to", "delivery_due_at")


@dataclass(frozen=True, slots=True)
class Publication:
    """`before`: the calendar without the change."""

    id: UUID
    change: CalendarChange
    before: WorkCalendar
    after_case: int


async def move_next(
    context: EngineContext, *, limit: int = CASES_AT_ONCE, settle_seconds: float = SETTLE_SECONDS
) -> bool:
    """Dates the next cases of the oldest publication anew. False: no publication has any left."""
    async with transaction(context.database, ENGINE) as connection:
        publication = await _next(context, connection, settle_seconds=settle_seconds)
        if publication is None:
            return False
        values = {
            "after": publication.after_case,
            "limit": limit,
            "region": publication.change.region_prefix,
        }
        cases = (await connection.execute(_CASES, values)).all()
    progress = await change_each(
        context,
        cases,
        partial(_date_anew, context, publication),
        after=publication.after_case,
        are_last=len(cases) < limit,
        trouble=Trouble("calendar", "not_dated_anew"),
    )
    await keep_progress(context, _PROGRESS, publication.id, progress)
    return True


async def _next(
    context: EngineContext, connection: Connection, *, settle_seconds: float
) -> Publication | None:
    row = (await connection.execute(_NEXT, {"settle": settle_seconds})).one_or_none()
    if row is None:
        return None
    draft = await read_draft(connection, row.draft_id)
    after = await context.calendars.current(connection)
    return Publication(row.id, draft.change, changed(after, draft.undone), row.after_case)


async def _date_anew(context: EngineContext, publication: Publication, case_id: int) -> bool:
    """True: a date that people see is another now."""
    async with change_case(context, case_id, by=THE_ENGINE) as case:
        due_before = case.row.next_due_at
        unchanged = case.state
        case.apply(act_of(publication, case.state, case.calendar))
        moved = await _has_moved(case)
        pending = deadlines(case.plan, case.state, case.calendar)
        if moved or _differs(case.state, unchanged) or due_before != (pending[0].at if pending else None):
            case.rewrite_items = True
        else:
            case.state = unchanged
        return moved


def act_of(publication: Publication, state: CaseState, calendar: WorkCalendar) -> CalendarChanged:
    """What the change takes and gives at the places of one case."""
    places = sorted({item.region for item in state.items.values()})
    days = _moved(publication, calendar, places)
    each = [(place, _moved(publication, calendar, [place])) for place in places] if len(places) > 1 else []
    return CalendarChanged(
        str(publication.id),
        lost=days.lost,
        won=days.won,
        places=tuple((place, own.lost, own.won) for place, own in each),
    )


def _moved(publication: Publication, calendar: WorkCalendar, places: Sequence[str]) -> MovedDays:
    return moved_days(publication.before, calendar, publication.change, places=places)


def _differs(state: CaseState, before: CaseState) -> bool:
    """Of the day that is merely expected, what the time of day does to it is no difference."""
    days = [local_date(each.expected_at) if each.expected_at else None for each in (state, before)]
    return days[0] != days[1] or replace(state, expected_at=None) != replace(before, expected_at=None)


async def _has_moved(case: CaseChange) -> bool:
    rows = await case.connection.execute(_DATES, {"case": case.id})
    written = {row.key: tuple(getattr(row, name) for name in _SHOWN) for row in rows.all()}
    return any(
        tuple(item_row(case, item)[name] for name in _SHOWN) != written.get(item.key)
        for item in case.state.items.values()
    )
