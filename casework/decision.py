"""What an officer decides about a task, as it is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Mark:
    """What has to be corrected: a `field` or a `material` by its key, and what is wrong with it."""

    message: str
    field: str | None = None
    material: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """`reasons`: codes of the item's refusal reasons. `legal_basis`: the law that a refusal rests on.
    `authority`: who is competent, or that nothing is needed. `data`: the officer's fields by form key, or
    what the outcome asks for (`outcome_asks`)."""

    outcome: str
    comment: str | None = None
    reasons: Sequence[str] = ()
    legal_basis: str | None = None
    authority: str | None = None
    marks: Sequence[Mark] = ()
    data: Mapping[str, Any] = field(default_factory=dict[str, Any])
