"""The periods of office time that each unit counts, after the start of a clock and without end."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Literal

from clocks.calendar import ONE_DAY, WorkCalendar, close_of, local_date, noon_of, start_of
from clocks.pauses import Period

PeriodUnit = Literal["working_day", "natural_day", "half_day", "at_once"]


def periods_of(unit: PeriodUnit, *, started: datetime, calendar: WorkCalendar) -> Iterator[Period]:
    return _PERIODS[unit](started, calendar)


def whole_day(day: date) -> Period:
    return Period(start_of(day), close_of(day))


def working_days(started: datetime, calendar: WorkCalendar) -> Iterator[Period]:
    for day in calendar.working_days_after(local_date(started)):
        yield whole_day(day)


def _natural_days(started: datetime, calendar: WorkCalendar) -> Iterator[Period]:
    day = local_date(started)
    while True:
        day += ONE_DAY
        if day not in calendar.standstill:
            yield whole_day(day)


def _half_days(started: datetime, calendar: WorkCalendar) -> Iterator[Period]:
    """Half days that end at noon or at close; the half in which the clock starts is not counted."""
    today = local_date(started)
    if calendar.is_working_day(today) and started < noon_of(today):
        yield Period(noon_of(today), close_of(today))
    for day in calendar.working_days_after(today):
        yield Period(start_of(day), noon_of(day))
        yield Period(noon_of(day), close_of(day))


def _at_once(started: datetime, calendar: WorkCalendar) -> Iterator[Period]:
    """The same working day when received before close of office, else the next one."""
    today = local_date(started)
    if calendar.is_working_day(today) and started < close_of(today):
        yield whole_day(today)
    yield from working_days(started, calendar)


_PERIODS: dict[PeriodUnit, Callable[[datetime, WorkCalendar], Iterator[Period]]] = {
    "working_day": working_days,
    "natural_day": _natural_days,
    "half_day": _half_days,
    "at_once": _at_once,
}
