"""What a published change of the calendar does: the calendar with it, and the days that it takes or gives."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from clocks.calendar import RegionalDays, WorkCalendar

ChangedKind = Literal["off", "work", "standstill", "week"]
"""`week`: nothing is announced for the day any more; it is what its day of the week makes it."""


@dataclass(frozen=True, slots=True)
class ChangedDay:
    day: date
    kind: ChangedKind


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """A whole year of the country (`year` is set: its days replace those that the year had), or days of
    the places whose code begins with `region_prefix`."""

    days: tuple[ChangedDay, ...]
    year: int | None = None
    region_prefix: str = ""

    def of_kind(self, kind: ChangedKind) -> frozenset[date]:
        return frozenset(each.day for each in self.days if each.kind == kind)


@dataclass(frozen=True, slots=True)
class MovedDays:
    """Working days that are none any more, and days that are working days now, in order."""

    lost: tuple[date, ...]
    won: tuple[date, ...]


def changed(calendar: WorkCalendar, change: CalendarChange) -> WorkCalendar:
    """The calendar after the change."""
    if change.year is not None:
        return replace(
            calendar,
            published_years=calendar.published_years | {change.year},
            days_off=_outside(calendar.days_off, change.year) | change.of_kind("off"),
            make_up_days=_outside(calendar.make_up_days, change.year) | change.of_kind("work"),
        )
    decided = frozenset(each.day for each in change.days)
    other = [each for each in calendar.regional if each.region_prefix != change.region_prefix]
    same = [each for each in calendar.regional if each.region_prefix == change.region_prefix]
    kept = RegionalDays(
        change.region_prefix,
        days_off=frozenset().union(*(each.days_off for each in same)) - decided | change.of_kind("off"),
        make_up_days=frozenset().union(*(each.make_up_days for each in same)) - decided
        | change.of_kind("work"),
        standstill=frozenset().union(*(each.standstill for each in same)) - decided
        | change.of_kind("standstill"),
    )
    return replace(calendar, regional=(*other, kept))


def moved_days(
    before: WorkCalendar, after: WorkCalendar, change: CalendarChange, *, places: Sequence[str]
) -> MovedDays:
    """The days whose nature is another now at one of `places` (division codes)."""
    days = {each.day for each in change.days}
    if change.year is not None:
        for calendar in (before, after):
            days |= {day for day in calendar.days_off | calendar.make_up_days if day.year == change.year}
    lost, won = set[date](), set[date]()
    for place in places:
        old, new = before.for_region(place), after.for_region(place)
        for day in days:
            if old.is_working_day(day) and not new.is_working_day(day):
                lost.add(day)
            if new.is_working_day(day) and not old.is_working_day(day):
                won.add(day)
    return MovedDays(tuple(sorted(lost)), tuple(sorted(won)))


def _outside(days: frozenset[date], year: int) -> frozenset[date]:
    return frozenset(day for day in days if day.year != year)
