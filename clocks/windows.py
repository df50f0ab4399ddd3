"""Windows of the calendar: days of each month, or a part of each year, in which something may begin.

Social insurance is booked from the 5th to the 24th of a month; a season may last from March to June. Only
working days are open, so a window whose days are all off is closed.
"""

import calendar as months
from dataclasses import dataclass
from datetime import date, datetime

from clocks.calendar import ONE_DAY, WorkCalendar, local_date, start_of

MonthDay = tuple[int, int]
# A year with a 29th of February and one without: what is in neither is in no year.
_TRIED_YEARS = (2024, 2025)


@dataclass(frozen=True, slots=True)
class Window:
    """`days`: the first and the last day of each month; a day that a month has not is its last one. `season`:
    the first and the last day of each year, as (month, day); one that ends before it begins goes over the new
    year. With both, a day lies in both."""

    days: tuple[int, int] | None = None
    season: tuple[MonthDay, MonthDay] | None = None

    def contains(self, day: date) -> bool:
        return self._in_month(day) and self._in_season(day)

    def _in_month(self, day: date) -> bool:
        if self.days is None:
            return True
        last_of_month = months.monthrange(day.year, day.month)[1]
        first, last = (min(each, last_of_month) for each in self.days)
        return first <= day.day <= last

    def _in_season(self, day: date) -> bool:
        if self.season is None:
            return True
        first, last = self.season
        here = (day.month, day.day)
        return first <= here <= last if first <= last else here >= first or here <= last


def exists(window: Window) -> bool:
    """Whether any day lies in it."""
    return any(window.contains(day) for year in _TRIED_YEARS for day in _days_of(year))


def longest_closed(window: Window) -> int:
    """The most natural days in a row on which it is closed, days off not looked at."""
    longest = row = 0
    for year in (*_TRIED_YEARS, 2026):
        for day in _days_of(year):
            row = 0 if window.contains(day) else row + 1
            longest = max(longest, row)
    return longest


def opens_at(window: Window, at: datetime, calendar: WorkCalendar) -> datetime:
    """The moment itself on an open day; else the beginning of the next open day. The window exists."""
    day = local_date(at)
    if _is_open(window, day, calendar):
        return at
    while not _is_open(window, day, calendar):
        day += ONE_DAY
    return start_of(day)


def _is_open(window: Window, day: date, calendar: WorkCalendar) -> bool:
    return window.contains(day) and calendar.is_working_day(day)


def _days_of(year: int) -> list[date]:
    first, after = date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
    return [date.fromordinal(each) for each in range(first, after)]
