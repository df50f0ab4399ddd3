"""Who is asking: one value for a person with a token, a person with a session, and nobody."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Kind = Literal["applicant", "officer", "window", "supervisor", "administrator", "machine", "nobody"]
Level = Literal["L1", "L2", "L3", "L4"]

STAFF: frozenset[Kind] = frozenset({"officer", "window", "supervisor", "administrator"})
LEVELS: tuple[Level, ...] = ("L1", "L2", "L3", "L4")


@dataclass(frozen=True, slots=True)
class Actor:
    """`assurance` is how surely the login proved who this is (the `acr` of the identity provider).

    `rank` of an officer: 2 and more decides above others of the same department.
    """

    kind: Kind
    subject: str
    person_id: UUID | None = None
    officer_id: UUID | None = None
    department: str | None = None
    region: str | None = None
    assurance: Level = "L1"
    rank: int = 1

    @property
    def is_staff(self) -> bool:
        return self.kind in STAFF

    @property
    def key(self) -> str:
        """Names this actor in our own records: the row's id, never a name or number of a person."""
        return str(self.person_id or self.officer_id or self.subject)


NOBODY = Actor(kind="nobody", subject="")


def level_of(acr: object) -> Level:
    """A level that the identity provider does not name, or names unknown, is the lowest."""
    for level in LEVELS:
        if level == acr:
            return level
    return "L1"


def reaches(level: Level, demanded: Level) -> bool:
    return LEVELS.index(level) >= LEVELS.index(demanded)
