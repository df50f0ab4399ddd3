"""Clocks: when a limit runs out, how much of it is used, and which day counted why.

Pure functions over a calendar and a list of pauses; legal time comes in as arguments. How days count:

* The day on which the clock starts is not counted; day 1 is the next one (Civil Code 民法典, article 201),
  for working days the next working day (permissions: 行政许可法 article 82). So the hour of receipt makes
  no difference, and what was received on a day off has its day 1 on the first working day after it.
* A deadline in days ends at close of office of the last day (Civil Code, article 203). When the last of
  a number of natural days is no working day, the next working day is the last (same article).
* Hours run from the moment itself, day and night (Civil Code, article 201).
* A day counts when the clock runs at its close; the calendar can hold another rule.
* An extension in the unit of the limit makes it longer by as much. One in another unit runs from the end
  of what came before it.
* A day of standstill (an emergency, by a decision of the region) counts for no unit; hours stand too.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from clocks.calendar import (
    ONE_DAY,
    DayNature,
    WorkCalendar,
    in_shanghai,
    local_date,
    noon_of,
    start_of,
)
from clocks.pauses import Pause, Period, is_counted, merged, never_counts_again
from clocks.periods import PeriodUnit, periods_of, working_days

LimitUnit = Literal["working_day", "natural_day", "hour", "half_day", "at_once"]
NotCountedBecause = Literal["day_of_start", "holiday", "weekend", "standstill", "paused"]


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
    """One line of the account of a case's time. `number` is None for a day that is not counted.

    Of half days, `number` says how many there are by the day's close.
    """

    day: date
    number: int | None
    nature: DayNature
    not_counted_because: NotCountedBecause | None
    pause_kind: str | None


def due(
    limit: Limit,
    *,
    started: datetime,
    pauses: Sequence[Pause],
    calendar: WorkCalendar,
    extra: Sequence[Limit] = (),
) -> Due:
    """When a limit, with the extensions in `extra`, ends by the calendar of one place (`for_region`)."""
    if not extra:
        return _due(limit, started, tuple(pauses), calendar)
    ends, provisional = Due(started, False), False
    for part in joined((limit, *extra)):
        if ends.at is None:
            return Due(None, provisional=False)
        ends = _due(part, ends.at, tuple(pauses), calendar)
        provisional |= ends.provisional
    return Due(ends.at, provisional=ends.at is not None and provisional)


def joined(limits: Iterable[Limit]) -> list[Limit]:
    """Limits that run one after the other; neighbours of one unit are one limit of both amounts."""
    parts: list[Limit] = []
    for limit in limits:
        if parts and parts[-1].unit == limit.unit != "at_once":
            parts[-1] = Limit(parts[-1].amount + limit.amount, limit.unit)
        else:
            parts.append(limit)
    return parts


@lru_cache(maxsize=5000)  # one act asks for the same dates several times: for lists, deadlines and forecasts
def _due(limit: Limit, started: datetime, pauses: tuple[Pause, ...], calendar: WorkCalendar) -> Due:
    standing = merged(pauses)
    if limit.unit == "hour":
        standing = _with_standstill(standing, calendar)
        return Due(_end_of_hours(limit.amount, started=started, standing=standing), provisional=False)
    amount = 1 if limit.unit == "at_once" else limit.amount
    periods = periods_of(limit.unit, started=started, calendar=calendar)
    last = _nth_counted(amount, periods=periods, standing=standing, calendar=calendar)
    if last is not None and limit.unit == "natural_day":
        last = _rolled_to_working_day(last, standing=standing, calendar=calendar)
    if last is None:
        return Due(None, provisional=False)
    first_counted_day = min(local_date(started) + ONE_DAY, local_date(last.closes))
    return Due(last.closes, calendar.is_provisional(first_counted_day, local_date(last.closes)))


def days_used(*, started: datetime, until: datetime, pauses: Sequence[Pause], calendar: WorkCalendar) -> int:
    """How many working days have been counted up to `until`; a day counts at its close of office."""
    return units_used("working_day", started=started, until=until, pauses=pauses, calendar=calendar)


def units_used(
    unit: LimitUnit, *, started: datetime, until: datetime, pauses: Sequence[Pause], calendar: WorkCalendar
) -> int:
    """How many whole units have been counted up to `until`; a period counts at its close."""
    standing = merged(pauses)
    if unit == "hour":
        return _hours_run(started, until, _with_standstill(standing, calendar))
    used = 0
    for period in periods_of(unit, started=started, calendar=calendar):
        if period.closes > until:
            return used
        used += is_counted(period, standing=standing, rule=calendar.pause_day_counts)
    raise AssertionError("periods have no end")


def explain(
    *,
    started: datetime,
    until: date,
    pauses: Sequence[Pause],
    calendar: WorkCalendar,
    unit: PeriodUnit = "working_day",
) -> list[CountedDay]:
    """Every day from the start to `until`, both included: its number, or why it has none.

    A day that is not over yet has the number that it will have if the clock goes on as it stands.
    """
    by_day = _periods_by_day(unit, started=started, until=until, calendar=calendar)
    standing = merged(pauses)
    lines: list[CountedDay] = []
    number = 0
    day = local_date(started)
    while day <= until:
        periods = by_day.get(day, [])
        counted = [p for p in periods if is_counted(p, standing=standing, rule=calendar.pause_day_counts)]
        number += len(counted)
        because = (
            None if counted else _why_not_counted(day, started=started, periods=periods, calendar=calendar)
        )
        kind = pause_of(periods[-1], pauses).kind if because == "paused" else None
        lines.append(CountedDay(day, number if counted else None, calendar.nature_of(day), because, kind))
        day += ONE_DAY
    return lines


def pause_of(period: Period, pauses: Sequence[Pause]) -> Pause:
    """The latest pause that holds at the close of a period that does not count, or else touched it.

    Merging has lost which of several pauses it was.
    """
    begun = [pause for pause in pauses if pause.start <= period.closes]
    holding = [pause for pause in begun if pause.contains(period.closes)]
    return max(holding or begun, key=lambda pause: pause.start)


def add_working_days(day: date, amount: int, calendar: WorkCalendar) -> date:
    """The last of `amount` working days after `day`."""
    return calendar.last_day_after(day, amount).day


def noon_of_working_day_before(at: datetime, calendar: WorkCalendar) -> datetime:
    return noon_of(calendar.working_day_before(local_date(at)))


def _periods_by_day(
    unit: PeriodUnit, *, started: datetime, until: date, calendar: WorkCalendar
) -> dict[date, list[Period]]:
    found: dict[date, list[Period]] = {}
    for period in periods_of(unit, started=started, calendar=calendar):
        day = local_date(period.closes)
        if day > until:
            return found
        found.setdefault(day, []).append(period)
    raise AssertionError("periods have no end")


def _why_not_counted(
    day: date, *, started: datetime, periods: Sequence[Period], calendar: WorkCalendar
) -> NotCountedBecause:
    if periods:
        return "paused"
    if day == local_date(started):
        return "day_of_start"
    nature = calendar.nature_of(day)
    if nature in ("working_day", "make_up_day"):
        raise AssertionError("every unit counts working days after the start")
    return nature


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
    return _nth_counted(1, periods=working_days(last.closes, calendar), standing=standing, calendar=calendar)


def _with_standstill(standing: list[Pause], calendar: WorkCalendar) -> list[Pause]:
    if not calendar.standstill:
        return standing
    days = [Pause(start_of(day), start_of(day + ONE_DAY), "standstill") for day in calendar.standstill]
    return merged([*standing, *days])


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


def _hours_run(started: datetime, until: datetime, standing: Sequence[Pause]) -> int:
    if until <= started:
        return 0
    run = until - started
    for pause in standing:
        stood = min(pause.end or until, until) - max(pause.start, started)
        run -= max(stood, timedelta())
    return run // timedelta(hours=1)
