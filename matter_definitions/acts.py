"""What can happen to a case: the inputs of `advance.move`. Codes and references only."""

from dataclasses import dataclass, field
from typing import Literal

from matter_definitions.state import Mark


@dataclass(frozen=True, slots=True)
class DecideReceipt:
    """The answer to the review of an item's form. `correct` carries marks; `refuse` a reason code."""

    item: str
    outcome: Literal["accept", "correct", "refuse", "not_applicable"]
    marks: tuple[Mark, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class DecideStep:
    """An officer's decision on an approval step."""

    item: str
    step: str
    outcome: Literal["grant", "deny", "pass"]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerNotice:
    """The applicant mended these targets (`field:…`, `material:…`); perhaps not yet all."""

    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """The outcome of an effect of a step: `done`, or the department's word for why not."""

    item: str
    step: str
    round: int
    outcome: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class EndBranch:
    """A supervisor ends an item after an incident."""

    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class RedoStep:
    """A supervisor (or a rule) starts a step's effect again in a new round, after its input was mended."""

    item: str
    step: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The applicant takes back these items (empty: all that are still open)."""

    items: tuple[str, ...] = field(default=())


Act = DecideReceipt | DecideStep | AnswerNotice | RecordOutcome | EndBranch | RedoStep | Withdraw
