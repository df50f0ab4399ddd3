"""What follows from an act: the output of `advance`. The engine writes it down in one transaction."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Event:
    """A fact for the log and the timeline. `kind` is past tense, from `events.py`; `data` holds codes."""

    kind: str
    at: datetime
    item: str | None = None
    step: str | None = None
    data: dict[str, str | int | bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TaskOpened:
    item: str
    step: str  # "receipt" or an approval step's code
    round: int
    department: str
    region: str


@dataclass(frozen=True, slots=True)
class TaskClosed:
    """`outcome` None: nobody decided it; the task fell away."""

    item: str
    step: str
    round: int
    outcome: str | None


@dataclass(frozen=True, slots=True)
class EffectWanted:
    """Something to do outside. `item` None: it belongs to the case. Key = item, step, round.

    kind: a step kind, or `notify` (template, to, channel) or `paper` (template) for notices and papers;
    their `step` is made of the event's kind, so the same event never asks twice.
    """

    kind: str
    item: str | None
    step: str
    round: int
    connector: str | None = None
    quick: bool = True
    template: str | None = None
    to: str | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class EffectUnwanted:
    """An open effect of this step is no longer wanted; what comes back later opens its compensation."""

    item: str
    step: str
    round: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment with a legal effect."""

    at: datetime
    kind: Literal["receipt", "notice", "answer", "payment_reminder", "payment_expiry"]
    item: str | None = None
    step: str | None = None
    provisional: bool = False


@dataclass(slots=True)
class Consequences:
    events: list[Event] = field(default_factory=list)
    tasks_opened: list[TaskOpened] = field(default_factory=list)
    tasks_closed: list[TaskClosed] = field(default_factory=list)
    effects_wanted: list[EffectWanted] = field(default_factory=list)
    effects_unwanted: list[EffectUnwanted] = field(default_factory=list)
