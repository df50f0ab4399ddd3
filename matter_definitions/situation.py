"""What a movement may know besides plan and state, and how it is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from clocks.calendar import WorkCalendar
from matter_definitions.rows import Party


@dataclass(frozen=True, slots=True)
class ActorRef:
    """Who acts, as far as a rule asks for it. `id` is an officer's or a person's reference, never a name.

    `rank` is that of an officer, from 1. Whether somebody may act at all is decided elsewhere, before.
    """

    role: Party
    id: str | None = None
    rank: int = 1
    department: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What `advance` may know besides plan and state: the legal time, the calendar, the form's values.

    `values` are keyed as stored (`mother.name`, `child.2.name`), `answers` by question. `actor` None: an
    imaginary case, or time itself; rules about persons, and about what they write, then let pass.
    """

    now: datetime
    calendar: WorkCalendar
    values: Mapping[str, object] = field(default_factory=dict)
    answers: Mapping[str, object] = field(default_factory=dict)
    actor: ActorRef | None = None


class ActRefused(Exception):
    """The act is not possible now; `allowed` names what is, `source` the rule that forbids it."""

    def __init__(self, code: str, allowed: tuple[str, ...] = (), source: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.allowed = allowed
        self.source = source


class NotOffered(ActRefused):
    """The item's plan does not offer this act at all."""

    def __init__(self, allowed: tuple[str, ...] = ()) -> None:
        super().__init__("not_offered", allowed)
