"""Acts on a step: a decision, a confirmation, the word of an effect. Codes and references only."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class DecideStep:
    """An officer's decision on an approval step. `to`: the earlier level that `send_back` goes to."""

    item: str
    step: str
    outcome: Literal["grant", "deny", "pass", "grant_with_late_supply", "send_back"]
    reason: str | None = None
    to: str | None = None
    legal_basis: str | None = None


@dataclass(frozen=True, slots=True)
class ConfirmStep:
    """The applicant confirms what cannot be undone."""

    item: str
    step: str


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """The outcome of an effect of a step: `done`, or the department's word for why not."""

    item: str
    step: str
    round: int
    outcome: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class DemandAnew:
    """A fee that was paid has gone back, and the item goes on: it is demanded in a new round (by rule)."""

    item: str
    step: str


@dataclass(frozen=True, slots=True)
class RedoStep:
    """A supervisor (or a rule) starts a step's effect again in a new round, after its input was mended."""

    item: str
    step: str


@dataclass(frozen=True, slots=True)
class EndBranch:
    """A supervisor ends an item after an incident."""

    item: str
    reason: str
