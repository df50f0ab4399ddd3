"""A change of the calendar: as a draft, and as what holds from its publication on.

What a draft says is kept with what was announced for the same days before, so that it can be told later
which days the change took and which it gave.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy import text

from clocks.changing import CalendarChange, ChangedDay, ChangedKind
from database.connection import Connection
from forms.form_plan import Text
from refusals import NotNow, Unknown

# One publication after the other: the version of the calendar is the latest moment of one, so a moment must
# not become visible after a later one.
_ALONE = text("SELECT pg_advisory_xact_lock(hashtext('onematter_calendar'))")
_INSERT = text("""
    INSERT INTO calendar_draft (id, year, region, source, days, created_by, created_at)
    VALUES (:id, :year, :region, :source, CAST(:days AS jsonb), :by, now())
""")
_READ = text("""
    SELECT id, year, region, source, days, state, created_at, published_at FROM calendar_draft WHERE id = :id
""")
_DROP = text("UPDATE calendar_draft SET state = 'dropped' WHERE id = :id AND state = 'draft'")
_PUBLISH = text("""
    UPDATE calendar_draft
    SET state = 'published', published_at = clock_timestamp(), days = CAST(:days AS jsonb)
    WHERE id = :id
""")
_ANNOUNCE = text("""
    INSERT INTO calendar_publication (id, draft_id, region, year, published_at)
    VALUES (:id, :draft, :region, :year, clock_timestamp())
""")
_YEAR_BEFORE = text("SELECT day, kind FROM work_calendar WHERE year = :year")
_YEAR = text("""
    INSERT INTO calendar_year (year, source, published_at) VALUES (:year, :source, clock_timestamp())
    ON CONFLICT (year) DO UPDATE SET source = :source, published_at = clock_timestamp()
""")
_CLEAR_YEAR = text("DELETE FROM work_calendar WHERE year = :year")
_DAY = text("INSERT INTO work_calendar (day, year, kind, source) VALUES (:day, :year, :kind, :source)")
_REGION_BEFORE = text("SELECT day, kind FROM regional_day WHERE region = :region AND day = ANY(:days)")
_REGIONAL_DAY = text("""
    INSERT INTO regional_day (region, day, kind, source, decision_no, published_at)
    VALUES (:region, :day, :kind, :source, :decision_no, clock_timestamp())
    ON CONFLICT (region, day) DO UPDATE
    SET kind = :kind, source = :source, decision_no = :decision_no, published_at = clock_timestamp()
""")


class PublishedAlready(NotNow):
    type = "calendar-not-a-draft"
    title = Text(
        zh="该日历草稿已发布或已作废", en="This draft of a calendar was published or dropped already"
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """`change` names the whole year (`year`, no region) or days of one region. `was`: what was announced
    for its days when it was published."""

    id: UUID
    change: CalendarChange
    source: str
    state: str
    created_at: datetime
    published_at: datetime | None
    was: tuple[ChangedDay, ...] = ()

    @property
    def undone(self) -> CalendarChange:
        """The change back to what was before the publication."""
        return replace(self.change, days=self.was)


async def insert_draft(connection: Connection, change: CalendarChange, *, source: str, by: UUID) -> UUID:
    """`change.days` must not be empty; the year of a region's draft is that of its first day."""
    draft = uuid4()
    values = {
        "id": draft,
        "year": change.year or min(each.day for each in change.days).year,
        "region": change.region_prefix,
        "source": source,
        "days": _to_json(change.days, {}),
        "by": by,
    }
    await connection.execute(_INSERT, values)
    return draft


async def read_draft(connection: Connection, draft: UUID) -> Draft:
    """Raises Unknown (404)."""
    row = (await connection.execute(_READ, {"id": draft})).one_or_none()
    if row is None:
        raise Unknown
    days = [ChangedDay(date.fromisoformat(each["day"]), each["kind"]) for each in row.days]
    was = [ChangedDay(date.fromisoformat(each["day"]), each.get("was", "week")) for each in row.days]
    return Draft(
        id=row.id,
        change=CalendarChange(tuple(days), year=None if row.region else row.year, region_prefix=row.region),
        source=row.source,
        state=row.state,
        created_at=row.created_at,
        published_at=row.published_at,
        was=tuple(was),
    )


async def drop_draft(connection: Connection, draft: UUID) -> None:
    found = await read_draft(connection, draft)
    if found.state != "draft":
        raise PublishedAlready
    await connection.execute(_DROP, {"id": draft})


async def publish_draft(connection: Connection, draft: UUID, *, decision_no: str | None = None) -> UUID:
    """From the commit on every date is counted by it. Gives the publication, which `calendar_publishing`
    carries to the cases. Raises PublishedAlready (409) and Unknown (404)."""
    await connection.execute(_ALONE)
    found = await read_draft(connection, draft)
    if found.state != "draft":
        raise PublishedAlready
    change = found.change
    was = await _was(connection, change)
    if change.year is not None:
        await _write_year(connection, change, year=change.year, source=found.source)
    else:
        rows = [
            {
                "region": change.region_prefix,
                "day": each.day,
                "kind": each.kind,
                "source": found.source,
                "decision_no": decision_no,
            }
            for each in change.days
        ]
        await connection.execute(_REGIONAL_DAY, rows)
    publication = uuid4()
    dropped = [ChangedDay(day, "week") for day in sorted(was.keys() - {each.day for each in change.days})]
    days = _to_json((*change.days, *dropped), was)
    await connection.execute(_PUBLISH, {"id": draft, "days": days})
    announced = {"id": publication, "draft": draft, "region": change.region_prefix, "year": change.year}
    await connection.execute(_ANNOUNCE, announced)
    return publication


async def _was(connection: Connection, change: CalendarChange) -> dict[date, ChangedKind]:
    if change.year is not None:
        rows = await connection.execute(_YEAR_BEFORE, {"year": change.year})
    else:
        values = {"region": change.region_prefix, "days": [each.day for each in change.days]}
        rows = await connection.execute(_REGION_BEFORE, values)
    return {row.day: cast(ChangedKind, row.kind) for row in rows.all()}


async def _write_year(connection: Connection, change: CalendarChange, *, year: int, source: str) -> None:
    await connection.execute(_YEAR, {"year": year, "source": source})
    await connection.execute(_CLEAR_YEAR, {"year": year})
    rows = [{"day": d.day, "year": year, "kind": d.kind, "source": source} for d in change.days]
    await connection.execute(_DAY, rows)


def _to_json(days: Sequence[ChangedDay], was: Mapping[date, ChangedKind]) -> str:
    rows: list[dict[str, Any]] = [
        {
            "day": each.day.isoformat(),
            "kind": each.kind,
            **({"was": was[each.day]} if each.day in was else {}),
        }
        for each in days
    ]
    return json.dumps(rows)
