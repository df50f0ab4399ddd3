"""Which items must have a result before another may be handled."""

from typing import Literal

from matter_definitions.motion import is_open
from matter_definitions.plan import Plan
from matter_definitions.state import CaseState, ItemState

Answer = Literal["there", "waiting", "impossible"]

# What may still be under way although the result is there: it only brings the result to somebody.
_AFTER_THE_RESULT = frozenset({"mailing", "notify"})

_GRANTED = frozenset({"granted", "granted_with_late_supply"})


def result_is_there(plan: Plan, item: ItemState) -> bool:
    """Granted, and every step is over but bringing the result to the applicant."""
    if item.standing != "granted":
        return False
    return all(
        step.standing not in ("pending", "open") or plan.step(item.code, step.code).kind in _AFTER_THE_RESULT
        for step in item.steps.values()
        if step.code in {each.code for each in plan.item(item.code).steps}
    )


def predecessors_of(plan: Plan, state: CaseState, item: ItemState) -> tuple[Answer, list[str]]:
    """Whether `item` may start, and the keys of the items that it still waits for.

    An alternative that is off does not count; a group of which none is on asks for nothing, since then
    the applicant has handed in what those items would have produced.
    """
    waiting: list[str] = []
    for group in plan.item(item.code).after:
        answer, keys = _group(plan, state, item, group)
        if answer == "impossible":
            return "impossible", []
        waiting += keys
    return ("waiting" if waiting else "there"), waiting


def _group(plan: Plan, state: CaseState, item: ItemState, group: tuple[str, ...]) -> tuple[Answer, list[str]]:
    waiting: list[str] = []
    any_is_on = False
    for code in group:
        relevant = relevant_instances(plan, state, item, code)
        if not relevant:
            continue
        any_is_on = True
        if all(result_is_there(plan, each) for each in relevant):
            return "there", []
        if any(not is_open(each) and each.standing not in _GRANTED for each in relevant):
            continue
        waiting += [each.key for each in relevant if not result_is_there(plan, each)]
    if not any_is_on:
        return "there", []
    return ("waiting", waiting) if waiting else ("impossible", [])


def relevant_instances(plan: Plan, state: CaseState, item: ItemState, code: str) -> list[ItemState]:
    """The instances of `code` that concern `item`: of the same child where both repeat for it, else all."""
    all_of_code = [each for each in state.items.values() if each.code == code]
    same_subject = plan.item(code).for_each == plan.item(item.code).for_each
    if item.instance is not None and same_subject:
        return [each for each in all_of_code if each.instance == item.instance]
    return all_of_code
