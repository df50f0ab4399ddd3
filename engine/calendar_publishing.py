"""A published change of the calendar is carried to the cases under way, one case a transaction.

It can be interrupted at any moment: the publication knows the last case that is done, and a case that is
met twice has nothing to move the second time, so nobody is told twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Row, text

from clocks.calendar import WorkCalendar, local_date
from clocks.changing import CalendarChange, MovedDays, changed, moved_days
from database.connection import Connection
from database.session import ENGINE, legal_now, transaction
from engine.calendar_drafts import read_draft
from engine.case_change import CaseChange
from engine.change import change_case
from engine.context import EngineContext
from engine.incidents import insert_incident
from engine.projections import item_row
from engine.who import THE_ENGINE
from matter_definitions.acts.telling import CalendarChanged
from matter_definitions.advance import deadlines
from matter_definitions.state import CaseState
from refusals import Busy

CASES_AT_ONCE = 200
# A case that was opened by a transaction from before the publication is to be seen when its turn comes.
SETTLE_SECONDS = 5.0

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

log = structlog.get_logger()


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
    moved, held = 0, list[int]()
    for case in cases:
        try:
            moved += await _date_anew(context, publication, case.id)
        except Busy:
            held.append(case.id)  # somebody works on it: its turn comes again
        except Exception:
            # One case that cannot be read must not keep all others on wrong dates.
            log.exception("case_not_dated_anew", case_no=case.case_no)
            await _note(context, case)
    await _keep(context, publication, cases, held=held, moved=moved, was_last=len(cases) < limit)
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


async def _keep(
    context: EngineContext,
    publication: Publication,
    cases: Sequence[Row[Any]],
    *,
    held: Sequence[int],
    moved: int,
    was_last: bool,
) -> None:
    """Up to where everything is done: before the first case that somebody held."""
    done = [case.id for case in cases if not held or case.id < held[0]]
    values = {
        "id": publication.id,
        "after": done[-1] if done else publication.after_case,
        "moved": moved,
        "finished": was_last and not held,
    }
    async with transaction(context.database, ENGINE) as connection:
        await connection.execute(_PROGRESS, values)


async def _note(context: EngineContext, case: Row[Any]) -> None:
    async with transaction(context.database, ENGINE) as connection:
        await insert_incident(
            connection,
            case_id=case.id,
            case_no=case.case_no,
            region=case.region,
            kind="calendar",
            reason="not_dated_anew",
            opened_at=await legal_now(connection),
        )
