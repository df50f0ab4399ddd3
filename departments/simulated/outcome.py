"""What a simulated department decides about one task."""

from dataclasses import dataclass, field

Payload = dict[str, object]


@dataclass(frozen=True, slots=True)
class Progress:
    """A later message about something done: `event_type` is the CloudEvents type."""

    event_type: str
    stage: str
    data: dict[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Outcome:
    outcome: str = "done"
    data: dict[str, object] = field(default_factory=dict[str, object])
    reason: dict[str, str] | None = None
    progress: tuple[Progress, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitsForPerson:
    """Nothing to answer until somebody goes to `path` (a pay page)."""

    path: str


def refused(zh: str, en: str, *, outcome: str = "refused") -> Outcome:
    return Outcome(outcome, reason={"zh": zh, "en": en})
