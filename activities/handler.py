"""What every kind of effect implements: carry it out once, and say what came of it."""

from dataclasses import dataclass
from typing import Protocol

from activities.department_calls import Result
from database.queries.effect_rows import EffectRow
from matter_definitions.plan import Plan


@dataclass(frozen=True, slots=True)
class Job:
    """One try. `ask_first`: the other side may have been reached before. `seconds`: the limit of a call.

    `plan`: the case's, where it is at hand; with it some kinds need not read the case."""

    effect: EffectRow
    ask_first: bool
    seconds: float
    plan: Plan | None = None


class Recorded:
    """The handler has written the outcome itself, in the transaction that kept what it made."""


class Handler(Protocol):
    """`kind` names the activity. Raises DepartmentUnavailable (tried again) and DepartmentNonsense
    (an incident); anything else that it raises is a fault of ours and is tried again too."""

    kind: str

    async def carry_out(self, job: Job) -> Result | Recorded: ...
