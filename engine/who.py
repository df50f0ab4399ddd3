"""Who did something to a case, as the log keeps it: a kind and an id, never a name."""

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["applicant", "officer", "supervisor", "administrator", "department", "engine"]


@dataclass(frozen=True, slots=True)
class Who:
    """`id`: a person's or officer's id, or a connector's code; None for the engine itself."""

    kind: ActorKind
    id: str | None = None


THE_ENGINE = Who("engine")
