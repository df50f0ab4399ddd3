"""From when to when something of the organisation is there. Pure.

`end` is the first day on which it is no more, so that what goes on for it begins on that very day, and no
day is lost or counted twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Validity:
    """`first` None: since ever; `end` None: until further notice."""

    first: date | None = None
    end: date | None = None

    @property
    def is_empty(self) -> bool:
        """Never there: it would end before, or on the day on which, it begins."""
        return self.first is not None and self.end is not None and self.end <= self.first

    def holds_on(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.end is None or day < self.end)

    def contains(self, other: "Validity") -> bool:
        """On each day of `other` this one is there, too."""
        if other.is_empty:
            return True
        begins = self.first is None or (other.first is not None and self.first <= other.first)
        ends = self.end is None or (other.end is not None and other.end <= self.end)
        return begins and ends

    def overlaps(self, other: "Validity") -> bool:
        if self.is_empty or other.is_empty:
            return False
        starts_in_time = self.first is None or other.end is None or self.first < other.end
        return starts_in_time and (other.first is None or self.end is None or other.first < self.end)


def in_force(each: Iterable[tuple[str, Validity]], day: date) -> list[str]:
    """The codes of those that are there on a day, in their order."""
    return [code for code, validity in each if validity.holds_on(day)]
