"""Who did something to a case, as the log keeps it: a kind and an id, never a name."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

ActorKind = Literal["applicant", "officer", "supervisor", "administrator", "department", "engine"]

Role = Literal["applicant", "officer", "window", "supervisor", "administrator", "department"]


@dataclass(frozen=True, slots=True)
class Who:
    """`id`: a person's or officer's id, or a connector's code; None for the engine itself.

    `role`, `rank`, `department` and `region` say what an officer may do now; the log does not keep them.
    `on_behalf_of`: the person for whom an agent (`id`) acts, by the `authorisation`; in each of its events.
    """

    kind: ActorKind
    id: str | None = None
    role: Role | None = field(default=None, compare=False)
    rank: int = field(default=1, compare=False)
    department: str | None = field(default=None, compare=False)
    region: str | None = field(default=None, compare=False)
    on_behalf_of: UUID | None = None
    authorisation: UUID | None = None

    @property
    def agency(self) -> dict[str, str]:
        """What an event says of it, by reference."""
        if self.on_behalf_of is None:
            return {}
        return {"on_behalf_of": str(self.on_behalf_of), "authorisation": str(self.authorisation)}


THE_ENGINE = Who("engine")
