"""Acts that end an item early or change what was decided. Codes and references only."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The applicant takes back these items (empty: all that are still open)."""

    items: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class AskVoid:
    item: str
    kind: Literal["invalid", "entry_error"]
    reason: str


@dataclass(frozen=True, slots=True)
class DecideVoid:
    item: str
    granted: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Revoke:
    """A result is taken from its holder: 撤销 (revoked), 吊销 (licence_withdrawn) or 注销 (cancelled)."""

    item: str
    kind: Literal["revoked", "licence_withdrawn", "cancelled"]
    reason: str
    legal_basis: str | None = None


@dataclass(frozen=True, slots=True)
class TakeBack:
    """The decider takes a decision back. `step` None: the item's; else that of one passed level."""

    item: str
    step: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Rectify:
    """A slip of the pen: the step that issues the result runs anew, and the old paper is replaced."""

    item: str
    step: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reopen:
    """`decision`: a stored text that names the decision on review, which the authority has to follow."""

    item: str
    decision: str
    reason: str | None = None
