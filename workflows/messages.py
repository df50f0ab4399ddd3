"""What travels between the relay, the workflows and the activities: references, codes and times."""

from dataclasses import dataclass, field

# The names of the two local activities; an ordinary activity is named by the kind of its effect.
LOOK = "look"
LOOK_AT_ERRAND = "look_at_errand"


@dataclass(frozen=True)
class CaseInput:
    case_no: str


@dataclass(frozen=True)
class ErrandInput:
    """`subject`: what the errand is for (`application/<id>`, `ticket/<id>`)."""

    subject: str


@dataclass(frozen=True)
class LookInput:
    """`subject` is a case number or an errand's; `running`: effects whose end wakes the run anyway."""

    subject: str
    running: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class SlowEffect:
    """An effect for an ordinary activity; `kind` is the activity's name."""

    effect: int
    kind: str


@dataclass(frozen=True)
class LookResult:
    """What a look left behind.

    `next_look_seconds`: from now, in real seconds, until something has to be looked at; None: nothing.
    `done`: nothing is pending and no deadline is open, so the run may end.
    """

    slow: list[SlowEffect] = field(default_factory=list)
    next_look_seconds: float | None = None
    done: bool = False


@dataclass(frozen=True)
class CarryOutInput:
    effect: int
