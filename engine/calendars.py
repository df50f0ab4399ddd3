"""The published working-day calendar, read again only when a year or a region's days were published."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from clocks.calendar import RegionalDays, WorkCalendar
from database.connection import NOTHING, Statement

CALENDAR_VERSION = """SELECT greatest(
    (SELECT max(published_at) FROM calendar_year), (SELECT max(published_at) FROM calendar_publication))"""

READING_CALENDAR_VERSION: Statement = (text(CALENDAR_VERSION), NOTHING)
_YEARS = text("SELECT year FROM calendar_year ORDER BY year")
_DAYS = text("SELECT day, kind FROM work_calendar ORDER BY day")
_REGIONAL = text("SELECT region, day, kind FROM regional_day ORDER BY region, day")


class Calendars:
    def __init__(self) -> None:
        self._version: datetime | None = None
        self._calendar: WorkCalendar | None = None

    async def current(self, connection: AsyncConnection) -> WorkCalendar:
        version = (await connection.execute(*READING_CALENDAR_VERSION)).scalar_one()
        return await self.of_version(connection, version)

    async def of_version(self, connection: AsyncConnection, version: datetime | None) -> WorkCalendar:
        """`version` is what `CALENDAR_VERSION` gives, for callers that read it along with something else."""
        if self._calendar is None or version != self._version:
            years = (await connection.execute(_YEARS)).scalars()
            published = frozenset(years)
            days = (await connection.execute(_DAYS)).all()
            self._calendar = WorkCalendar(
                published_years=published,
                days_off=frozenset(day for day, kind in days if kind == "off"),
                make_up_days=frozenset(day for day, kind in days if kind == "work"),
                regional=_regional((await connection.execute(_REGIONAL)).all()),
            )
            self._version = version
        return self._calendar


def _regional(rows: Sequence[Row[Any]]) -> tuple[RegionalDays, ...]:
    """`region` is the digits that the code of every place of the region begins with."""
    by_region: dict[str, dict[str, set[date]]] = {}
    for row in rows:
        by_region.setdefault(row.region, {}).setdefault(row.kind, set()).add(row.day)
    return tuple(
        RegionalDays(
            region,
            days_off=frozenset(days.get("off", ())),
            make_up_days=frozenset(days.get("work", ())),
            standstill=frozenset(days.get("standstill", ())),
        )
        for region, days in by_region.items()
    )
