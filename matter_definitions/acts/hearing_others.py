"""Publicity, hearings, joint visits. A `text` is a stored text's id; `time` and `at` are moments."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Object:
    item: str
    step: str
    text: str


@dataclass(frozen=True, slots=True)
class DecideObjection:
    item: str
    step: str
    upheld: bool
    reason: str


@dataclass(frozen=True, slots=True)
class AskHearing:
    item: str
    step: str


@dataclass(frozen=True, slots=True)
class HoldHearing:
    """The hearing is set for this moment."""

    item: str
    step: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RecordHearing:
    item: str
    step: str
    text: str


@dataclass(frozen=True, slots=True)
class ProposeVisit:
    item: str
    step: str
    times: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class ConsentVisit:
    """`also`: the other times that suit this department, too."""

    item: str
    step: str
    department: str
    time: datetime
    also: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordVisit:
    item: str
    step: str
    text: str


@dataclass(frozen=True, slots=True)
class ConcludeVisit:
    item: str
    step: str
    department: str
    outcome: str
    text: str | None = None
