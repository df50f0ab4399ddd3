"""What the policy needs to know of a thing to say who may do what with it."""

from dataclasses import dataclass
from uuid import UUID

from access.actor import Level


@dataclass(frozen=True, slots=True)
class CaseResource:
    """`regions` and `departments` are those of the case and its items; `region` is where it was taken in.

    `level` is what this case's definition demands beyond the policy's own level, if anything.
    """

    applicant: UUID
    parties: frozenset[UUID] = frozenset()
    departments: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    region: str = ""
    level: Level | None = None
    matter: str | None = None


@dataclass(frozen=True, slots=True)
class ApplicationResource:
    """A draft: only its owner, and the agent who fills it in, know that it exists."""

    owner: UUID
    on_behalf_of: UUID | None = None
    level: Level | None = None
    matter: str | None = None


@dataclass(frozen=True, slots=True)
class ConsentResource:
    """`person` is the one who was asked; None while nobody with that number has signed in."""

    person: UUID | None
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class TaskResource:
    """`kind` as in the table `task`: the joint window works only on what is done at a counter. `item`: its
    key in the case."""

    department: str
    region: str
    kind: str = "approval"
    assignee: UUID | None = None
    level: Level | None = None
    item: str | None = None

    @property
    def item_code(self) -> str | None:
        """Without the number of the child or company that an instance is for."""
        return self.item.partition(".")[0] if self.item else None


@dataclass(frozen=True, slots=True)
class TicketResource:
    """What follows a bad rating, or a complaint. `department`: who has to answer; '' while nobody was given
    it."""

    author: UUID
    department: str
    region: str


@dataclass(frozen=True, slots=True)
class RegionResource:
    """A figure, a list or an incident of one region; '' when it belongs to none in particular."""

    region: str
    department: str | None = None


Resource = (
    CaseResource
    | ApplicationResource
    | ConsentResource
    | TaskResource
    | TicketResource
    | RegionResource
    | None
)
