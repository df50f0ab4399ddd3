"""Acts that stop, pass on or lengthen the time of an item. Codes and references only."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class BeginSpecial:
    item: str
    kind: str
    expected_days: int  # natural days


@dataclass(frozen=True, slots=True)
class EndSpecial:
    """`result`: a stored text, or None."""

    item: str
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Suspend:
    """`stands`: the handling clock is to stand meanwhile."""

    item: str
    kind: str
    reason: str
    stands: bool


@dataclass(frozen=True, slots=True)
class Resume:
    item: str


@dataclass(frozen=True, slots=True)
class RejectSuspension:
    """A supervisor finds that there was no ground: the clock never stood."""

    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class Forward:
    item: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerForward:
    item: str
    outcome: Literal["approved", "refused", "returned"]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class AskExtension:
    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class DecideExtension:
    item: str
    granted: bool
    reason: str | None = None
