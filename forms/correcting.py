"""A correction after submission: only what a person types, checked by every rule of the form again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from forms.draft_problems import problems_of_rules
from forms.facts import base_key_of
from forms.form_plan import FieldPlan, FormPlan
from forms.problems import FormProblem
from forms.reading import Known, Reading, check_field
from forms.switching import ItemOn, items_of
from forms.values.checked import Invalid

_NOT_TYPED = (
    "not_typed",
    "这一项来自登录信息、部门数据或办理结果，不能自行修改",
    "this comes from the sign-in, a department or a result and cannot be typed",
)
_ELSEWHERE = (
    "handled_elsewhere",
    "改后应由其他地区或其他事项办理，请撤回后重新申请",
    "with this value another place or item would be concerned; please withdraw and apply anew",
)


@dataclass(frozen=True, slots=True)
class Corrected:
    """`values`: what changes, in normal form, with what is computed from it. Pointers are `/fields/…`."""

    values: Mapping[str, object] = field(default_factory=dict[str, object])
    problems: tuple[FormProblem, ...] = ()


def is_typed(form: FormPlan, key: str, *, locked: Collection[str], items: Collection[str]) -> bool:
    """May the applicant say what stands in this field? `items`: codes of the items of the case."""
    plan = _plan_of(form, key)
    return plan is not None and not plan.is_computed and key not in locked and plan.produced_by not in items


def correct(
    form: FormPlan,
    given: Mapping[str, object],
    *,
    answers: Mapping[str, object],
    values: Mapping[str, object],
    locked: Collection[str],
    items: Collection[str],
    today: date,
) -> Corrected:
    """`values` are those of the case now. Never raises for what an applicant typed.

    A rule that was broken before by values that nobody touches now is not held against the correction.
    """
    checked: dict[str, object] = {}
    problems: list[FormProblem] = []
    for key, value in given.items():
        plan = _plan_of(form, key)
        if plan is None or not is_typed(form, key, locked=locked, items=items):
            problems.append(FormProblem(f"/fields/{key}", *_NOT_TYPED))
            continue
        result = check_field(plan, value, today=today)
        if isinstance(result, Invalid):
            problems.append(FormProblem(f"/fields/{key}", result.code, result.zh, result.en))
        else:
            checked[key] = result.normal
    before = Reading(form, Known(answers=answers, today=today, values=values))
    after = Reading(form, Known(answers=answers, today=today, values={**values, **checked}))
    problems += _broken_rules(before, after, touched=checked)
    problems += _moved(before, after, touched=checked)
    computed = {key: value for key, value in after.derived.items() if values.get(key) != value}
    return Corrected({**checked, **computed}, tuple(problems))


def _broken_rules(before: Reading, after: Reading, *, touched: Mapping[str, object]) -> list[FormProblem]:
    old = {(each.pointer, each.code) for each in problems_of_rules(before, before.values)}
    found: list[FormProblem] = []
    for each in problems_of_rules(after, after.values):
        key = each.pointer.removeprefix("/form/")
        if key in touched or (each.pointer, each.code) not in old:
            found.append(FormProblem(f"/fields/{key}", each.code, each.zh, each.en))
    return found


def _moved(before: Reading, after: Reading, *, touched: Mapping[str, object]) -> list[FormProblem]:
    """Which department has an item was settled when it was submitted."""
    if _places(items_of(before)) == _places(items_of(after)):
        return []
    return [FormProblem(f"/fields/{key}", *_ELSEWHERE) for key in touched]


def _places(items: list[ItemOn]) -> list[tuple[str, str | None]]:
    return [(each.key, each.region) for each in items]


def _plan_of(form: FormPlan, key: str) -> FieldPlan | None:
    base, _ = base_key_of(key)
    return next((each for each in form.fields if each.key == base), None)
