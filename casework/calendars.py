"""The working-day calendar as administrators see and change it: draft, look at what moves, publish."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from access.act import Act
from access.policy import demand
from casework.calendar_rules import DayRow, region_change, standstill_days, year_change
from casework.organisation import list_regions
from casework.words import Language
from clocks.changing import CalendarChange
from database.session import become_engine
from engine.calendar_drafts import drop_draft, insert_draft, publish_draft, read_draft
from engine.calendar_preview import CalendarPreview, preview_calendar
from refusals import FieldError, Malformed

_YEARS = text("""
    SELECT y.year, y.source, y.published_at, count(d.day) FILTER (WHERE d.kind = 'off') AS days_off,
        count(d.day) FILTER (WHERE d.kind = 'work') AS make_up_days
    FROM calendar_year y LEFT JOIN work_calendar d ON d.year = y.year
    GROUP BY y.year, y.source, y.published_at ORDER BY y.year
""")
_REGIONAL = text("""
    SELECT region, day, kind, source, decision_no, published_at FROM regional_day ORDER BY day DESC, region
    LIMIT 500
""")
_DRAFTS = text("""
    SELECT id, year, region, source, jsonb_array_length(days) AS days, created_at FROM calendar_draft
    WHERE state = 'draft' ORDER BY created_at, id
""")
_PUBLICATIONS = text("""
    SELECT id, draft_id, year, region, published_at, moved, finished_at FROM calendar_publication
    ORDER BY published_at DESC, id LIMIT 20
""")


@dataclass(frozen=True, slots=True)
class YearLine:
    year: int
    source: str
    published_at: datetime
    days_off: int
    make_up_days: int


@dataclass(frozen=True, slots=True)
class RegionalLine:
    """`region` is a division code; `decision_no` is there for a standstill."""

    region: str
    region_name: str
    day: date
    kind: str
    source: str
    decision_no: str | None
    published_at: datetime


@dataclass(frozen=True, slots=True)
class DraftLine:
    """`year` is None for the days of a region."""

    id: UUID
    year: int | None
    region: str
    region_name: str
    source: str
    days: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PublicationLine:
    """`moved`: cases in which a date is another by now. `finished_at` None: cases are still being dated."""

    id: UUID
    year: int | None
    region: str
    region_name: str
    published_at: datetime
    moved: int
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class CalendarsView:
    years: list[YearLine]
    regional: list[RegionalLine]
    drafts: list[DraftLine]
    publications: list[PublicationLine]


@dataclass(frozen=True, slots=True)
class DraftMade:
    id: UUID
    days: int


@dataclass(frozen=True, slots=True)
class CalendarPublished:
    publication: UUID


async def calendars_view(act: Act, *, language: Language = "zh") -> CalendarsView:
    demand(act.actor, "calendar.read")
    names = {code: name.in_language(language) for code, name in await list_regions(act.connection)}
    rows = {
        name: (await act.connection.execute(query)).all()
        for name, query in (
            ("years", _YEARS), ("regional", _REGIONAL), ("drafts", _DRAFTS), ("publications", _PUBLICATIONS)
        )
    }  # fmt: skip
    return CalendarsView(
        years=[YearLine(*row) for row in rows["years"]],
        regional=[_regional(row, names) for row in rows["regional"]],
        drafts=[
            DraftLine(row.id, *_place(row, names), row.source, row.days, row.created_at)
            for row in rows["drafts"]
        ],
        publications=[
            PublicationLine(row.id, *_place(row, names), row.published_at, row.moved, row.finished_at)
            for row in rows["publications"]
        ],
    )


async def draft_year(act: Act, *, year: int, source: str, rows: Sequence[DayRow]) -> DraftMade:
    """All days of a year that differ from the week, as announced. Raises Malformed (422)."""
    demand(act.actor, "calendar.write")
    return await _draft(act, year_change(year, rows), source=source)


async def draft_region(act: Act, *, region: str, source: str, rows: Sequence[DayRow]) -> DraftMade:
    """Days of one region. Raises Malformed (422)."""
    demand(act.actor, "calendar.write")
    change = region_change(region, rows)
    await _must_exist(act, region)
    return await _draft(act, change, source=source)


async def preview_draft(act: Act, draft: UUID) -> CalendarPreview:
    """What it would move; case numbers and days only. Raises Unknown (404)."""
    demand(act.actor, "calendar.read")
    become_engine(act.connection)
    return await preview_calendar(act.engine, act.connection, await read_draft(act.connection, draft))


async def publish_calendar(act: Act, draft: UUID) -> CalendarPublished:
    """From now on limits are counted by it; the cases under way are dated anew one after the other."""
    demand(act.actor, "calendar.publish")
    become_engine(act.connection)
    return CalendarPublished(await publish_draft(act.connection, draft))


async def drop_calendar(act: Act, draft: UUID) -> None:
    demand(act.actor, "calendar.write")
    become_engine(act.connection)
    await drop_draft(act.connection, draft)


async def add_regional_day(act: Act, *, region: str, day: date, kind: str, source: str) -> CalendarPublished:
    """A day off, or a worked day, of one region, published at once."""
    demand(act.actor, "calendar.publish")
    if kind == "standstill":
        raise Malformed(
            errors=[FieldError("/kind", "突发事件另行决定", "an emergency is decided on its own")]
        )
    made = await draft_region(act, region=region, source=source, rows=[DayRow(day, kind)])
    return CalendarPublished(await publish_draft(act.connection, made.id))


async def declare_standstill(
    act: Act, *, region: str, first: date, last: date, decision_no: str, source: str
) -> CalendarPublished:
    """By a decision of the region no limit runs there on these days, both included."""
    demand(act.actor, "calendar.publish")
    made = await draft_region(act, region=region, source=source, rows=standstill_days(first, last))
    return CalendarPublished(await publish_draft(act.connection, made.id, decision_no=decision_no))


async def _draft(act: Act, change: CalendarChange, *, source: str) -> DraftMade:
    assert act.actor.officer_id is not None, "administrators are officers"
    become_engine(act.connection)
    made = await insert_draft(act.connection, change, source=source, by=act.actor.officer_id)
    return DraftMade(made, len(change.days))


async def _must_exist(act: Act, region: str) -> None:
    if region not in {code for code, _ in await list_regions(act.connection)}:
        raise Malformed(errors=[FieldError("/region", "没有这个地区", "there is no such region")])


def _regional(row: Row[Any], names: dict[str, str]) -> RegionalLine:
    code = _code(row.region)
    name = names.get(code, code)
    return RegionalLine(code, name, row.day, row.kind, row.source, row.decision_no, row.published_at)


def _place(row: Row[Any], names: dict[str, str]) -> tuple[int | None, str, str]:
    """Year (None for a region's days), the region's code and its name."""
    if not row.region:
        return row.year, "", ""
    code = _code(row.region)
    return None, code, names.get(code, code)


def _code(prefix: str) -> str:
    """The division code of which only the telling digits are kept."""
    return prefix.ljust(12, "0")
