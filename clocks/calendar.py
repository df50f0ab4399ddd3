"""The working-day calendar: which days offices work, and when they close.

In China the year's days off and make-up working days are announced by the State Council's office each
November for the next year. Until a year is announced nobody knows its working days, so everything
counted through such a year is *provisional*: weekdays are taken as working days and the date is
computed again when the calendar of that year is published.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Literal
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE_NOON = time(12, 0)
OFFICE_CLOSES = time(17, 30)

SATURDAY = 5
ONE_DAY = timedelta(days=1)

DayKind = Literal["off", "work"]
DayNature = Literal["working_day", "make_up_day", "holiday", "weekend", "standstill"]

PauseDayRule = Literal["running_at_close", "never", "always"]
"""Whether a day on which a clock was paused for a part of the day counts: when it runs at the close of
office; never; or always (only days that were paused from midnight to close do not count)."""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One announced exception to the week: a day off, or a weekend day that is worked."""

    day: date
    kind: DayKind
    source: str


@dataclass(frozen=True, slots=True)
class CountedTo:
    """The day that a count arrived at; provisional when it passed through an unpublished year."""

    day: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class RegionalDays:
    """What differs in the places whose code begins with `region_prefix`.

    `standstill`: days of an emergency, by a decision of the region. They count for no limit at all; hours
    stand as well.
    """

    region_prefix: str
    days_off: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()
    standstill: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """One calendar for every place; `for_region` gives the days as they are at one of them."""

    published_years: frozenset[int]
    days_off: frozenset[date]
    make_up_days: frozenset[date]
    pause_day_counts: PauseDayRule = "running_at_close"
    regional: tuple[RegionalDays, ...] = ()
    standstill: frozenset[date] = frozenset()

    def for_region(self, region: str) -> "WorkCalendar":
        """The days at a place (division code): those of every region around it, the innermost last."""
        return _at_place(self, region) if self.regional else self

    def is_working_day(self, day: date) -> bool:
        return self.nature_of(day) in ("working_day", "make_up_day")

    def nature_of(self, day: date) -> DayNature:
        if day in self.standstill:
            return "standstill"
        if day in self.make_up_days:
            return "make_up_day"
        if day in self.days_off:
            return "holiday"
        return "weekend" if day.weekday() >= SATURDAY else "working_day"

    def is_provisional(self, first: date, last: date) -> bool:
        """True when the span from `first` to `last`, both included, leaves the published years."""
        return any(year not in self.published_years for year in range(first.year, last.year + 1))

    def working_days_after(self, start: date) -> Iterator[date]:
        """The working days later than `start`, without end."""
        day = start
        while True:
            day += ONE_DAY
            if self.is_working_day(day):
                yield day

    def last_day_after(self, start: date, amount: int) -> CountedTo:
        """The last of `amount` working days; day 1 is the next working day after `start`.

        The day of acceptance itself is not counted, also when it was a day off: Civil Code
        (民法典) article 201. An amount of 0 is `start` itself.
        """
        if amount < 0:
            raise ValueError("a number of working days cannot be negative")
        last = start
        for day in islice(self.working_days_after(start), amount):
            last = day
        return CountedTo(last, self.is_provisional(min(start + ONE_DAY, last), last))

    def working_day_before(self, day: date) -> date:
        before = day - ONE_DAY
        while not self.is_working_day(before):
            before -= ONE_DAY
        return before

    def working_day_on_or_after(self, day: date) -> date:
        return day if self.is_working_day(day) else next(self.working_days_after(day))


@lru_cache(maxsize=1000)  # the same object for each place, so that dates computed with it are found again
def _at_place(calendar: WorkCalendar, region: str) -> WorkCalendar:
    off, worked, standstill = calendar.days_off, calendar.make_up_days, calendar.standstill
    around = [each for each in calendar.regional if region.startswith(each.region_prefix)]
    for days in sorted(around, key=lambda each: len(each.region_prefix)):
        off = (off - days.make_up_days) | days.days_off
        worked = (worked - days.days_off) | days.make_up_days
        standstill |= days.standstill
    return replace(calendar, days_off=off, make_up_days=worked, standstill=standstill, regional=())


def build_calendar(
    days: Iterable[CalendarDay], *, pause_day_counts: PauseDayRule = "running_at_close"
) -> WorkCalendar:
    """A calendar out of announced days; a year is published when one of its days is announced."""
    announced = list(days)
    return WorkCalendar(
        published_years=frozenset(day.day.year for day in announced),
        days_off=frozenset(day.day for day in announced if day.kind == "off"),
        make_up_days=frozenset(day.day for day in announced if day.kind == "work"),
        pause_day_counts=pause_day_counts,
    )


def local_date(moment: datetime) -> date:
    """The day in Shanghai on which `moment` falls."""
    return in_shanghai(moment).date()


def in_shanghai(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no legal meaning")
    return moment.astimezone(SHANGHAI)


def close_of(day: date) -> datetime:
    """Close of office, at which every deadline in days ends."""
    return datetime.combine(day, OFFICE_CLOSES, SHANGHAI)


def noon_of(day: date) -> datetime:
    return datetime.combine(day, OFFICE_NOON, SHANGHAI)


def start_of(day: date) -> datetime:
    """Midnight at the beginning of the day."""
    return datetime.combine(day, time(), SHANGHAI)
