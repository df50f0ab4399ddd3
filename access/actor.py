"""Who is asking: one value for a person with a token, a person with a session, and nobody."""

from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from access.agencies import Agency

Kind = Literal["applicant", "officer", "window", "supervisor", "administrator", "machine", "nobody"]
Level = Literal["L1", "L2", "L3", "L4"]

STAFF: frozenset[Kind] = frozenset({"officer", "window", "supervisor", "administrator"})
LEVELS: tuple[Level, ...] = ("L1", "L2", "L3", "L4")


@dataclass(frozen=True, slots=True)
class Actor:
    """`assurance` is how surely the login proved who this is (the `acr` of the identity provider).

    `rank` of an officer: 2 and more decides above others of the same department.
    `items` of an officer: the only ones that his post is for; empty: all of his department.
    `agency`: somebody acts for another; `person_id` is then the principal, whose act it is in law.
    """

    kind: Kind
    subject: str
    person_id: UUID | None = None
    officer_id: UUID | None = None
    department: str | None = None
    region: str | None = None
    assurance: Level = "L1"
    rank: int = 1
    agency: Agency | None = None
    items: frozenset[str] = frozenset()

    @property
    def himself(self) -> "Actor":
        """The one who sits there, for whomever he acts."""
        if self.agency is None:
            return self
        return replace(self, person_id=self.agency.agent, agency=None)

    def acting_for(self, agency: Agency, *, assurance: Level) -> "Actor":
        """`assurance`: how surely the principal was known when she granted it; the weaker of both counts."""
        weaker = min(self.assurance, assurance, key=LEVELS.index)
        return replace(self, person_id=agency.principal, agency=agency, assurance=weaker)

    @property
    def is_staff(self) -> bool:
        return self.kind in STAFF

    @property
    def key(self) -> str:
        """Names this actor in our own records: the row's id, never a name or number of a person."""
        person = self.himself.person_id
        return str(person or self.officer_id or self.subject)


NOBODY = Actor(kind="nobody", subject="")


def level_of(acr: object) -> Level:
    """A level that the identity provider does not name, or names unknown, is the lowest."""
    for level in LEVELS:
        if level == acr:
            return level
    return "L1"


def reaches(level: Level, demanded: Level) -> bool:
    return LEVELS.index(level) >= LEVELS.index(demanded)
