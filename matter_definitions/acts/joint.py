"""Acts on the limit of a whole case that several departments handle together. Codes and references only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AskJointExtension:
    """`reason`: a stored text."""

    reason: str


@dataclass(frozen=True, slots=True)
class DecideJointExtension:
    granted: bool
    reason: str | None = None
