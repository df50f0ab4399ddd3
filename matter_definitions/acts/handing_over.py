"""A department has ended, and others go on for it. Codes only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HandOver:
    """`heirs`: by item code; whatever they do not name is the `successor`'s. `reorganisation`: its id."""

    reorganisation: str
    department: str
    successor: str
    heirs: tuple[tuple[str, str], ...] = ()

    def heir_of(self, item: str) -> str:
        """`item` is a code."""
        return dict(self.heirs).get(item, self.successor)
