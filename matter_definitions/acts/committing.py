"""Acts on commitments and late supply. Codes and references only."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class SupplyLate:
    item: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JudgeLateSupply:
    item: str
    commitment: str
    conforms: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class JudgeCommitment:
    """What the later look at a promise in the place of a proof found."""

    item: str
    commitment: str
    outcome: Literal["kept", "failed"]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class OrderCorrection:
    item: str
    commitment: str
    until_days: int  # working days
    reason: str


@dataclass(frozen=True, slots=True)
class RecordHeard:
    """`text`: a stored text, what the person said. `commitment` None: of a result that is to be revoked."""

    item: str
    commitment: str | None
    text: str


@dataclass(frozen=True, slots=True)
class SettleCommitment:
    """`outcome` false only ever proposes: no result falls and no credit changes by it."""

    item: str
    commitment: str
    outcome: Literal["corrected", "excused", "false"]
    reason: str
