"""The published working-day calendar, read again only when another year was published."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from clocks.calendar import WorkCalendar

CALENDAR_VERSION = "SELECT max(published_at) FROM calendar_year"

_VERSION = text(CALENDAR_VERSION)
_YEARS = text("SELECT year FROM calendar_year ORDER BY year")
_DAYS = text("SELECT day, kind FROM work_calendar ORDER BY day")


class Calendars:
    def __init__(self) -> None:
        self._version: datetime | None = None
        self._calendar: WorkCalendar | None = None

    async def current(self, connection: AsyncConnection) -> WorkCalendar:
        version = (await connection.execute(_VERSION)).scalar_one()
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
            )
            self._version = version
        return self._calendar
