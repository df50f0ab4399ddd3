"""What a draft of the calendar would move, before it is published. Nothing is changed."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from clocks.calendar import WorkCalendar
from clocks.changing import changed, moved_days
from database.connection import Connection
from database.session import legal_now
from engine.calendar_drafts import Draft
from engine.calendar_publishing import UNDER_WAY, Publication, act_of
from engine.context import EngineContext
from forms.form_plan import Text
from matter_definitions import events
from matter_definitions.advance import Situation, clock_of, move
from matter_definitions.plan import Plan
from matter_definitions.state import CaseState, from_document

CASES_AT_MOST = 5000
CASES_AT_ONCE = 250
SHOWN_AT_MOST = 200

_CASES = text(f"""
    SELECT c.id, c.case_no, c.plan, c.applicant, c.doc FROM matter_case c
    WHERE c.id > :after AND {UNDER_WAY} ORDER BY c.id LIMIT :limit
""")  # noqa: S608 - only a constant is put into it


@dataclass(frozen=True, slots=True)
class MovedItem:
    """An item whose limit would end at another moment, or (`firm`) at the same one, but for certain."""

    case_no: str
    item: str
    item_title: Text
    before: datetime | None
    after: datetime | None
    firm: bool


@dataclass(frozen=True, slots=True)
class CalendarPreview:
    """`lost`, `won`: working days that are taken and given in the region (or the country).

    `cases` were looked at; `moved` and `firm` of their items would move, or no longer be provisional;
    `people` would be told of a later promise. `complete` False: there are more cases than are looked at.
    """

    lost: tuple[date, ...]
    won: tuple[date, ...]
    cases: int
    moved: int
    firm: int
    people: int
    items: tuple[MovedItem, ...]
    complete: bool


async def preview_calendar(context: EngineContext, connection: Connection, draft: Draft) -> CalendarPreview:
    """The connection must be the engine's. For a published draft: what it was that moved is not told."""
    before = await context.calendars.current(connection)
    after = changed(before, draft.change)
    place = draft.change.region_prefix
    days = moved_days(before, after, draft.change, places=[place])
    publication = Publication(draft.id, draft.change, before, after_case=0)
    now = await legal_now(connection)
    cases, people = 0, set[UUID]()
    found: list[MovedItem] = []
    async for row in _cases(connection, region=place):
        plan, state = await context.plans.get(connection, row.plan), from_document(row.doc)
        cases += 1
        items = _moved(row.case_no, plan, state, before=before, after=after)
        found += items
        if items and _is_told(plan, state, publication, now=now, calendar=after):
            people.add(row.applicant)
    return CalendarPreview(
        lost=days.lost,
        won=days.won,
        cases=cases,
        moved=sum(not each.firm for each in found),
        firm=sum(each.firm for each in found),
        people=len(people),
        items=tuple(sorted(found, key=lambda each: each.firm)[:SHOWN_AT_MOST]),
        complete=cases < CASES_AT_MOST,
    )


async def _cases(connection: Connection, *, region: str) -> AsyncIterator[Row[Any]]:
    after, number = 0, 0
    while number < CASES_AT_MOST:
        values = {"after": after, "limit": CASES_AT_ONCE, "region": region}
        rows = (await connection.execute(_CASES, values)).all()
        for row in rows:
            yield row
        if len(rows) < CASES_AT_ONCE:
            return
        after, number = rows[-1].id, number + len(rows)
        await asyncio.sleep(0)  # other requests of the process have their turn


def _moved(
    case_no: str, plan: Plan, state: CaseState, *, before: WorkCalendar, after: WorkCalendar
) -> Sequence[MovedItem]:
    found: list[MovedItem] = []
    for item in state.items.values():
        old, new = clock_of(plan, item, before), clock_of(plan, item, after)
        is_firm_now = old.provisional and not new.provisional
        if old.due_at != new.due_at or is_firm_now:
            is_same, title = old.due_at == new.due_at, plan.item(item.code).title
            found.append(MovedItem(case_no, item.key, title, old.due_at, new.due_at, firm=is_same))
    return found


def _is_told(
    plan: Plan, state: CaseState, publication: Publication, *, now: datetime, calendar: WorkCalendar
) -> bool:
    """Whether the applicant would be told: the change is made, and thrown away."""
    act = act_of(publication, state, calendar)
    _, out = move(plan, state, act, Situation(now=now, calendar=calendar))
    return any(event.kind == events.PROMISE_MOVED for event in out.events)
