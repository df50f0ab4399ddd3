"""Pauses of a clock, and whether a period of office time counts beside them.

Pauses are merged first: two that touch may stop together a day that neither stops alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from clocks.calendar import PauseDayRule


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands still in the half-open interval [start, end); `end` is None while it lasts.

    `kind` is the reason's code (correction, special_procedure, ...); it is shown, never interpreted here.
    """

    start: datetime
    end: datetime | None
    kind: str

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError("a pause cannot end before it starts")

    def contains(self, moment: datetime) -> bool:
        return self.start <= moment and (self.end is None or moment < self.end)


@dataclass(frozen=True, slots=True)
class Period:
    """A day or a half day that may count: from `opens` to `closes`, where its count is made."""

    opens: datetime
    closes: datetime


def is_counted(period: Period, *, standing: Sequence[Pause], rule: PauseDayRule) -> bool:
    """Whether the period counts; `standing` are `merged` pauses."""
    return not any(_stops(pause, period, rule) for pause in standing)


def never_counts_again(period: Period, *, standing: Sequence[Pause]) -> bool:
    """True when a pause without an end has begun by the close of a period that did not count."""
    return any(pause.end is None and pause.start <= period.closes for pause in standing)


def merged(pauses: Iterable[Pause]) -> list[Pause]:
    """The same standing time as pauses that neither overlap nor touch, by start; the first kind stays."""
    result: list[Pause] = []
    for pause in sorted(pauses, key=lambda pause: pause.start):
        if result and (result[-1].end is None or pause.start <= result[-1].end):
            last = result.pop()
            end = None if last.end is None or pause.end is None else max(last.end, pause.end)
            result.append(Pause(last.start, end, last.kind))
        elif pause.end is None or pause.end > pause.start:
            result.append(pause)
    return result


def _stops(pause: Pause, period: Period, rule: PauseDayRule) -> bool:
    if rule == "running_at_close":
        return pause.contains(period.closes)
    begins_by_close = pause.start <= period.closes
    if rule == "never":
        return begins_by_close and (pause.end is None or pause.end > period.opens)
    return pause.start <= period.opens and pause.contains(period.closes)
