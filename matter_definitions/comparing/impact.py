"""Which differences would concern the cases that are running, had they the new plan.

A running case keeps its own plan; this is what a person looks at before publishing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from matter_definitions.comparing.differences import Difference, differences
from matter_definitions.comparing.vocabulary import STAGES, Stage
from matter_definitions.plan import Plan
from matter_definitions.state import BEFORE_ACCEPTANCE, IN_HANDLING, ItemStanding
from matter_definitions.wording.titles import Names

_NO_NAMES = Names()
_GRANTED: frozenset[ItemStanding] = frozenset({"granted", "granted_with_late_supply"})


@dataclass(frozen=True, slots=True)
class Running:
    """So many cases have this item in this standing at this step; `step` None: at none of the plan's."""

    item: str
    standing: ItemStanding
    step: str | None
    cases: int


@dataclass(frozen=True, slots=True)
class Impact:
    running: Running
    differences: tuple[Difference, ...]


def impact(
    old: Plan, new: Plan, running: Iterable[Running], *, names: Names = _NO_NAMES
) -> tuple[Impact, ...]:
    """One for each of `running` that any difference would concern, in the order given."""
    found = differences(old, new, names=names)
    met = (Impact(each, tuple(d for d in found if _concerns(d, each, old))) for each in running)
    return tuple(each for each in met if each.differences and each.running.cases)


def _concerns(difference: Difference, running: Running, old: Plan) -> bool:
    if difference.items and running.item not in difference.items:
        return False
    if STAGES.index(difference.until) < STAGES.index(_stage_of(running)):
        return False
    return difference.step is None or difference.step not in _steps_behind(old, running)


def _stage_of(running: Running) -> Stage:
    if running.standing in BEFORE_ACCEPTANCE:
        return "acceptance"
    if running.standing in IN_HANDLING:
        return "decision"
    return "delivery" if running.standing in _GRANTED else "end"


def _steps_behind(plan: Plan, running: Running) -> set[str]:
    """What has to be over before this step can be reached."""
    item = plan.by_code.get(running.item)
    if item is None or running.step is None:
        return set()
    before = {step.code: step.after for step in item.steps}
    behind: set[str] = set()
    ahead = list(before.get(running.step, ()))
    while ahead:
        code = ahead.pop()
        if code not in behind:
            behind.add(code)
            ahead += before.get(code, ())
    return behind
