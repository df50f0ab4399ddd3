"""Which step of an item comes after which."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matter_definitions.plan import StepPlan


def after_the_grant(steps: "Iterable[StepPlan]") -> frozenset[str]:
    """The steps that carry a grant out: writing and sending the result, and what follows a deciding step.

    `steps` in the compiler's order, predecessors first. The levels of one approval follow each other
    before the grant.
    """
    groups = {step.code: step.level_group for step in steps if step.decides}
    after: set[str] = set()
    for step in steps:
        follows = any(code in after or _is_decided_by(code, step, groups) for code in step.after)
        if follows or step.kind in ("issue_result", "mailing") or step.stage == "after_grant":
            after.add(step.code)
    return frozenset(after)


def followers_of(steps: "Iterable[StepPlan]", code: str) -> "tuple[StepPlan, ...]":
    """Every step that comes after this one, also over others."""
    found: dict[str, StepPlan] = {}
    for step in steps:
        if any(each == code or each in found for each in step.after):
            found[step.code] = step
    return tuple(found.values())


def _is_decided_by(code: str, step: "StepPlan", groups: dict[str, str | None]) -> bool:
    return code in groups and (groups[code] is None or groups[code] != step.level_group)
