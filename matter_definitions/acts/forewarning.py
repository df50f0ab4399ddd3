"""The act by which somebody is told what is intended against him. Codes and references only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GivePriorNotice:
    """Before a result is revoked. `reason`: a stored text, the facts, the grounds and the law."""

    item: str
    reason: str
