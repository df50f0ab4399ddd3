"""Timelines out of a plain random generator, for runs that are too many for Hypothesis."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import get_args

from clocks.calendar import SHANGHAI, PauseDayRule, RegionalDays, WorkCalendar
from clocks.clock import Limit, LimitUnit, due
from clocks.pauses import Pause
from clocks.published import load_published
from tests.unit.clocks.naive_clock import NaiveClock

PLACE = "330110000000"
PREFIXES = ("", "33", "3301", "330110", "3302")
FIRST_DAY = date(2025, 1, 1)
DAYS = 640
LENGTHS = (0, 1, 30, 570, 1440, 2880, 20000)  # minutes; 570 are an office day
# On the hour and at close of office, where one moment more or less decides.
CLOCK_TIMES = (0, 1, 719, 720, 721, 1049, 1050, 1051, 1439)


@dataclass(frozen=True, slots=True)
class Timeline:
    """`limits`: the limit and its extensions."""

    calendar: WorkCalendar
    started: datetime
    limits: tuple[Limit, ...]
    pauses: tuple[Pause, ...]

    def disagreement(self) -> tuple[datetime | None, datetime | None] | None:
        """What the clock and the one that walks say, when they differ."""
        here = self.calendar.for_region(PLACE)
        first, extra = self.limits[0], self.limits[1:]
        quick = due(first, started=self.started, pauses=self.pauses, calendar=here, extra=extra).at
        naive = NaiveClock(self.calendar, PLACE, self.pauses)
        slow = naive.due([(each.amount, each.unit) for each in self.limits], self.started)
        return None if quick == slow else (quick, slow)


def random_calendars(random: Random, number: int) -> list[WorkCalendar]:
    """The published years with days that some regions decided, and each rule about days with a pause."""
    rules = get_args(PauseDayRule)
    return [
        replace(
            load_published(),
            pause_day_counts=random.choice(rules),
            regional=tuple(_regional_days(random) for _ in range(random.randrange(4))),
        )
        for _ in range(number)
    ]


def random_timeline(random: Random, calendars: list[WorkCalendar]) -> Timeline:
    started = _moment(random, FIRST_DAY + timedelta(days=random.randrange(DAYS)))
    return Timeline(
        calendar=random.choice(calendars),
        started=started,
        limits=tuple(_limit(random) for _ in range(random.choice((1, 1, 1, 2, 3)))),
        pauses=tuple(_pause(random, started) for _ in range(random.randrange(5))),
    )


def _regional_days(random: Random) -> RegionalDays:
    days = [FIRST_DAY + timedelta(days=random.randrange(DAYS)) for _ in range(random.randrange(120))]
    off, worked, standstill = (frozenset(days[nth::3]) for nth in range(3))
    return RegionalDays(
        random.choice(PREFIXES), days_off=off, make_up_days=worked - off, standstill=standstill
    )


def _limit(random: Random) -> Limit:
    return Limit(random.randint(1, 40), random.choice(get_args(LimitUnit)))


def _pause(random: Random, started: datetime) -> Pause:
    start = _moment(random, started.date() + timedelta(days=random.randrange(40)))
    if random.randrange(8) == 0:
        return Pause(start, None, kind="correction")
    return Pause(start, start + timedelta(minutes=random.choice(LENGTHS)), kind="correction")


def _moment(random: Random, day: date) -> datetime:
    minutes = random.choice(CLOCK_TIMES) if random.randrange(2) else random.randrange(24 * 60)
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) + timedelta(minutes=minutes)
