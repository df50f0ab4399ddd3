"""Acts on a result that was issued: it may not be used for a while, or may be used again (暂扣)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SuspendResult:
    item: str
    reason: str
    legal_basis: str | None = None


@dataclass(frozen=True, slots=True)
class RestoreResult:
    item: str
    reason: str
