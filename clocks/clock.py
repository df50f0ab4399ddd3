"""Clocks: when a limit runs out, how much of it is used, and which day counted why.

Pure functions over a calendar and a list of pauses; legal time comes in as arguments. How days count:

* The day on which the clock starts is not counted; day 1 is the next one (Civil Code 民法典, article 201),
  for working days the next working day (permissions: 行政许可法 article 82). So the hour of receipt makes
  no difference, and what was received on a day off has its day 1 on the first working day after it.
* A deadline in days ends at close of office of the last day (Civil Code, article 203). When the last of
  a number of natural days is no working day, the next working day is the last (same article).
* Hours run from the moment itself, day and night (Civil Code, article 201).
* A day counts when the clock runs at its close; the calendar can hold another rule.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from clocks.calendar import (
    ONE_DAY,
    DayNature,
    WorkCalendar,
    close_of,
    in_shanghai,
    local_date,
    noon_of,
    start_of,
)
from clocks.pauses import Pause, Period, is_counted, merged, never_counts_again

LimitUnit = Literal["working_day", "natural_day", "hour", "half_day", "at_once"]
NotCountedBecause = Literal["day_of_start", "holiday", "weekend", "paused"]


@dataclass(frozen=True, slots=True)
class Limit:
    """How long something may take. The amount of `at_once` has no meaning; give 1."""

    amount: int
    unit: LimitUnit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError("a limit is at least one unit long")


@dataclass(frozen=True, slots=True)
class Due:
    """When the limit ends. `at` is None while a pause without an end keeps it from ending."""

    at: datetime | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One line of the account of a case's time. `number` is None for a day that is not counted."""

    day: date
    number: int | None
    nature: DayNature
    not_counted_because: NotCountedBecause | None
    pause_kind: str | None


def due(limit: Limit, *, started: datetime, pauses: Sequence[Pause], calendar: WorkCalendar) -> Due:
    return _due(limit, started, tuple(pauses), calendar)


@lru_cache(maxsize=5000)  # one act asks for the same dates several times: for lists, deadlines and forecasts
def _due(limit: Limit, started: datetime, pauses: tuple[Pause, ...], calendar: WorkCalendar) -> Due:
    standing = merged(pauses)
    if limit.unit == "hour":
        return Due(_end_of_hours(limit.amount, started=started, standing=standing), provisional=False)
    amount = 1 if limit.unit == "at_once" else limit.amount
    periods = _PERIODS[limit.unit](started, calendar)
    last = _nth_counted(amount, periods=periods, standing=standing, calendar=calendar)
    if last is not None and limit.unit == "natural_day":
        last = _rolled_to_working_day(last, standing=standing, calendar=calendar)
    if last is None:
        return Due(None, provisional=False)
    first_counted_day = min(local_date(started) + ONE_DAY, local_date(last.closes))
    return Due(last.closes, calendar.is_provisional(first_counted_day, local_date(last.closes)))


def days_used(*, started: datetime, until: datetime, pauses: Sequence[Pause], calendar: WorkCalendar) -> int:
    """How many working days have been counted up to `until`; a day counts at its close of office."""
    standing = merged(pauses)
    used = 0
    for period in _working_days(started, calendar):
        if period.closes > until:
            return used
        if is_counted(period, standing=standing, rule=calendar.pause_day_counts):
            used += 1
    raise AssertionError("working days have no end")


def explain(
    *, started: datetime, until: date, pauses: Sequence[Pause], calendar: WorkCalendar
) -> list[CountedDay]:
    """Every day from the start to `until`, both included: its number, or why it has none.

    A day that is not over yet has the number that it will have if the clock goes on as it stands.
    """
    standing = merged(pauses)
    lines: list[CountedDay] = []
    number = 0
    day = local_date(started)
    while day <= until:
        because = _why_not_counted(day, started=started, standing=standing, calendar=calendar)
        number += because is None
        shown = number if because is None else None
        kind = _kind_of_pause(_whole_day(day), pauses) if because == "paused" else None
        lines.append(CountedDay(day, shown, calendar.nature_of(day), because, kind))
        day += ONE_DAY
    return lines


def add_working_days(day: date, amount: int, calendar: WorkCalendar) -> date:
    """The last of `amount` working days after `day`."""
    return calendar.last_day_after(day, amount).day


def noon_of_working_day_before(at: datetime, calendar: WorkCalendar) -> datetime:
    return noon_of(calendar.working_day_before(local_date(at)))


def _why_not_counted(
    day: date, *, started: datetime, standing: Sequence[Pause], calendar: WorkCalendar
) -> NotCountedBecause | None:
    if day == local_date(started):
        return "day_of_start"
    nature = calendar.nature_of(day)
    if nature in ("holiday", "weekend"):
        return nature
    counts = is_counted(_whole_day(day), standing=standing, rule=calendar.pause_day_counts)
    return None if counts else "paused"


def _kind_of_pause(period: Period, pauses: Sequence[Pause]) -> str:
    """The kind of the latest pause that holds at the close, or else touched the day.

    Merging has lost which of several pauses it was.
    """
    begun = [pause for pause in pauses if pause.start <= period.closes]
    holding = [pause for pause in begun if pause.contains(period.closes)]
    return max(holding or begun, key=lambda pause: pause.start).kind


def _nth_counted(
    amount: int, *, periods: Iterator[Period], standing: Sequence[Pause], calendar: WorkCalendar
) -> Period | None:
    """The period that completes the amount; None when a pause without an end comes first."""
    counted = 0
    for period in periods:
        if is_counted(period, standing=standing, rule=calendar.pause_day_counts):
            counted += 1
        elif never_counts_again(period, standing=standing):
            return None
        if counted == amount:
            return period
    raise AssertionError("periods have no end")


def _rolled_to_working_day(
    last: Period, *, standing: Sequence[Pause], calendar: WorkCalendar
) -> Period | None:
    if calendar.is_working_day(local_date(last.closes)):
        return last
    return _nth_counted(1, periods=_working_days(last.closes, calendar), standing=standing, calendar=calendar)


def _end_of_hours(amount: int, *, started: datetime, standing: Sequence[Pause]) -> datetime | None:
    # Instants are compared and added in Shanghai time, which has had no summer time since 1991.
    end = in_shanghai(started) + timedelta(hours=amount)
    for pause in standing:
        if pause.start >= end:
            break
        if pause.end is None:
            return None
        if pause.end > started:
            end += pause.end - max(pause.start, started)
    return end


def _whole_day(day: date) -> Period:
    return Period(start_of(day), close_of(day))


def _working_days(started: datetime, calendar: WorkCalendar) -> Iterator[Period]:
    for day in calendar.working_days_after(local_date(started)):
        yield _whole_day(day)


def _natural_days(started: datetime, _calendar: WorkCalendar) -> Iterator[Period]:
    day = local_date(started)
    while True:
        day += ONE_DAY
        yield _whole_day(day)


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
        yield _whole_day(today)
    yield from _working_days(started, calendar)


_PERIODS: dict[LimitUnit, Callable[[datetime, WorkCalendar], Iterator[Period]]] = {
    "working_day": _working_days,
    "natural_day": _natural_days,
    "half_day": _half_days,
    "at_once": _at_once,
}
