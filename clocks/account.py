"""The account of a clock: what counted, what did not and why, as one would explain it to a citizen."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from clocks.calendar import WorkCalendar, local_date
from clocks.clock import CountedDay, Due, Limit, due, explain, joined, pause_of, units_used
from clocks.pauses import Pause, is_counted, merged
from clocks.periods import periods_of


@dataclass(frozen=True, slots=True)
class AccountedPause:
    """A pause that has begun; `not_counted` units of the limit fell away because of it so far.

    `end` is None while it lasts. Where two pauses hold at once the later one has the unit.
    """

    kind: str
    start: datetime
    end: datetime | None
    not_counted: int


@dataclass(frozen=True, slots=True)
class AccountPart:
    """A limit or an extension of it in another unit, from the moment on at which it began to run.

    `used`: whole units up to the moment of the account, more than the limit when it is exceeded. `days`
    end with the day of the account, or with the last day of the limit when the next part has begun; a
    limit in hours has none.
    """

    limit: Limit
    started: datetime
    due: Due
    used: int
    days: tuple[CountedDay, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """One clock at one moment. `parts` are one, unless an extension is in another unit than the limit."""

    start: datetime
    until: datetime
    limit: Limit
    extra: tuple[Limit, ...]
    pauses: tuple[AccountedPause, ...]
    parts: tuple[AccountPart, ...]
    due: Due

    @property
    def days(self) -> tuple[CountedDay, ...]:
        return tuple(day for part in self.parts for day in part.days)

    @property
    def used(self) -> int:
        """Of the part that runs."""
        return self.parts[-1].used

    @property
    def today(self) -> CountedDay | None:
        """The line of the day on which the account is made; None for a limit in hours."""
        last = self.days[-1] if self.days else None
        return last if last and last.day == local_date(self.until) else None

    @property
    def over(self) -> bool:
        return self.due.at is not None and self.due.at < self.until


def account(
    limit: Limit,
    *,
    extra: Sequence[Limit] = (),
    started: datetime,
    until: datetime,
    pauses: Sequence[Pause],
    calendar: WorkCalendar,
) -> Account:
    """The account at the moment `until`, by the calendar of one place (`WorkCalendar.for_region`).

    A pause that begins after `until` has no part in it but for the end of the limit.
    """
    begun = [each for each in pauses if each.start <= until and each.end != each.start]
    parts = _parts(joined((limit, *extra)), started=started, until=until, pauses=begun, calendar=calendar)
    return Account(
        start=started,
        until=until,
        limit=limit,
        extra=tuple(extra),
        pauses=_accounted(parts, begun, until=until, calendar=calendar),
        parts=parts,
        due=due(limit, started=started, pauses=pauses, calendar=calendar, extra=extra),
    )


def _parts(
    limits: Sequence[Limit],
    *,
    started: datetime,
    until: datetime,
    pauses: Sequence[Pause],
    calendar: WorkCalendar,
) -> tuple[AccountPart, ...]:
    """The parts that have begun by `until`; the first one always has."""
    parts: list[AccountPart] = []
    for nth, limit in enumerate(limits, start=1):
        ends = due(limit, started=started, pauses=pauses, calendar=calendar)
        gone_on = ends.at is not None and ends.at < until and nth < len(limits)
        shown_until = ends.at if gone_on and ends.at else until
        used = units_used(limit.unit, started=started, until=shown_until, pauses=pauses, calendar=calendar)
        days = _days(limit, started=started, until=shown_until, pauses=pauses, calendar=calendar)
        parts.append(AccountPart(limit, started, ends, used, days[1:] if parts else days))
        if not gone_on or ends.at is None:
            break
        started = ends.at
    return tuple(parts)


def _days(
    limit: Limit, *, started: datetime, until: datetime, pauses: Sequence[Pause], calendar: WorkCalendar
) -> tuple[CountedDay, ...]:
    if limit.unit == "hour":
        return ()
    last = local_date(until)
    return tuple(explain(started=started, until=last, pauses=pauses, calendar=calendar, unit=limit.unit))


def _accounted(
    parts: Sequence[AccountPart], begun: Sequence[Pause], *, until: datetime, calendar: WorkCalendar
) -> tuple[AccountedPause, ...]:
    fell_away: Counter[Pause] = Counter()
    for nth, part in enumerate(parts):
        stops = parts[nth + 1].started if nth + 1 < len(parts) else until
        fell_away += _not_counted(part, begun, until=stops, calendar=calendar)
    return tuple(
        AccountedPause(each.kind, each.start, _end_by(each, until), fell_away[each])
        for each in sorted(dict.fromkeys(begun), key=lambda each: each.start)
    )


def _end_by(pause: Pause, until: datetime) -> datetime | None:
    return pause.end if pause.end is not None and pause.end <= until else None


def _not_counted(
    part: AccountPart, begun: Sequence[Pause], *, until: datetime, calendar: WorkCalendar
) -> Counter[Pause]:
    """How many units each pause took away, up to the end of the day of `until`."""
    if part.limit.unit == "hour":
        return Counter({each: _whole_hours(each, part.started, until) for each in begun})
    standing = merged(begun)
    found: Counter[Pause] = Counter()
    for period in periods_of(part.limit.unit, started=part.started, calendar=calendar):
        if local_date(period.closes) > local_date(until):
            return found
        if not is_counted(period, standing=standing, rule=calendar.pause_day_counts):
            found[pause_of(period, begun)] += 1
    raise AssertionError("periods have no end")


def _whole_hours(pause: Pause, started: datetime, until: datetime) -> int:
    stood = min(pause.end or until, until) - max(pause.start, started)
    return max(stood, timedelta()) // timedelta(hours=1)
