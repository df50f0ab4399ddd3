"""A second clock, as simple as it can be, to compare the real one with: it walks from day to day.

It shares nothing with `clocks.clock` but the data that go in: it asks every day anew which regions the
place lies in, never merges pauses, and walks hours from edge to edge.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from clocks.calendar import WorkCalendar
from clocks.pauses import Pause

SHANGHAI = ZoneInfo("Asia/Shanghai")
MOST_DAYS = 400  # far behind the end of every timeline that is not open
Limits = Sequence[tuple[int, str]]
Stretch = tuple[datetime, datetime]


class NaiveClock:
    """`region`: the place whose days count."""

    def __init__(self, calendar: WorkCalendar, region: str, pauses: Sequence[Pause]) -> None:
        self.calendar, self.region = calendar, region
        self.pauses = [(p.start, p.end) for p in pauses if p.end is None or p.end > p.start]

    def due(self, limits: Limits, started: datetime) -> datetime | None:
        """The end of limits (amount, unit) that run one after the other; None: the clock stands."""
        rest = list(limits)
        end: datetime | None = started
        while rest and end is not None:
            amount, unit = rest.pop(0)
            while rest and rest[0][1] == unit and unit != "at_once":
                amount += rest.pop(0)[0]
            end = self._hours(amount, end) if unit == "hour" else self._periods(amount, unit, end)
        return end

    def counted_by(self, unit: str, started: datetime, until: datetime) -> int:
        """How many periods of the unit have closed and counted by `until`."""
        found = 0
        for stretch in self._stretches(unit, started):
            if stretch[1] > until:
                break
            found += self._counts(stretch)
        return found

    def _periods(self, amount: int, unit: str, started: datetime) -> datetime | None:
        amount = 1 if unit == "at_once" else amount
        for stretch in self._stretches(unit, started):
            amount -= self._counts(stretch)
            # Natural days whose last one is no working day end with the next working day that counts.
            ends_here = unit != "natural_day" or (self._works(stretch[1].date()) and self._counts(stretch))
            if amount <= 0 and ends_here:
                return stretch[1]
        return None

    def _stretches(self, unit: str, started: datetime) -> Iterator[Stretch]:
        """What the unit counts, of each of the next days."""
        first = started.astimezone(SHANGHAI).date()
        for number in range(MOST_DAYS):
            day = first + timedelta(days=number)
            midnight, noon, close = (_at(day, 0, 0), _at(day, 12, 0), _at(day, 17, 30))
            if unit == "natural_day":
                if number and not self._stands_still(day):
                    yield midnight, close
            elif self._works(day) and unit == "half_day":
                if number:
                    yield midnight, noon
                if number or started < noon:
                    yield noon, close
            elif self._works(day) and (number or (unit == "at_once" and started < close)):
                yield midnight, close

    def _counts(self, stretch: Stretch) -> bool:
        opens, closes = stretch
        rule = self.calendar.pause_day_counts
        if rule == "running_at_close":
            return not any(_holds(pause, closes) for pause in self.pauses)
        if rule == "never":
            return not any(start <= closes and (end is None or end > opens) for start, end in self.pauses)
        return not self._stood_all_of(opens, closes)

    def _stood_all_of(self, opens: datetime, closes: datetime) -> bool:
        at = opens
        while True:
            holding = [end for start, end in self.pauses if _holds((start, end), at)]
            if not holding:
                return False
            ends = [end for end in holding if end is not None]
            if len(ends) < len(holding) or max(ends) > closes:
                return True
            at = max(ends)

    def _hours(self, amount: int, started: datetime) -> datetime | None:
        left, at = timedelta(hours=amount), started.astimezone(SHANGHAI)
        for _ in range(MOST_DAYS):
            midnight = _at(at.date() + timedelta(days=1), 0, 0)
            edge = min([midnight, *(edge for pause in self.pauses for edge in pause if edge and edge > at)])
            if not self._stands_still(at.date()) and not any(_holds(pause, at) for pause in self.pauses):
                if at + left <= edge:
                    return at + left
                left -= edge - at
            at = edge.astimezone(SHANGHAI)
        return None

    def _works(self, day: date) -> bool:
        if self._stands_still(day):
            return False
        works = day.isoweekday() < 6
        if day in self.calendar.days_off:
            works = False
        if day in self.calendar.make_up_days:
            works = True
        around = [each for each in self.calendar.regional if self.region.startswith(each.region_prefix)]
        # The whole country first, the place itself last.
        for days in sorted(around, key=lambda each: len(each.region_prefix)):
            works = (works or day in days.make_up_days) and day not in days.days_off
        return works

    def _stands_still(self, day: date) -> bool:
        regions = [each for each in self.calendar.regional if self.region.startswith(each.region_prefix)]
        return any(day in each.standstill for each in regions)


def _holds(pause: tuple[datetime, datetime | None], moment: datetime) -> bool:
    return pause[0] <= moment and (pause[1] is None or moment < pause[1])


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)
