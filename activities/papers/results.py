"""What the paper of an item's result says: its number, its holder and the values that it shows."""

from dataclasses import dataclass
from datetime import date

from activities.papers.words import shown_value
from clocks.calendar import local_date
from database.queries.effect_rows import EffectRow
from departments.contract import DepartmentNonsense
from engine.case_change import CaseChange
from engine.printed import printed_of
from engine.validity import valid_to
from engine.values import stored_key
from forms.form_plan import Text
from matter_definitions.plan import ItemPlan, ResultPlan
from matter_definitions.state import ItemState


@dataclass(frozen=True)
class ResultFacts:
    template: str
    title: Text
    department: str
    holder: str | None
    number: str | None
    valid_to: date | None
    variables: dict[str, object]


def result_facts(case: CaseChange, effect: EffectRow) -> ResultFacts:
    item = case.state.items[effect.item_key or ""]
    plan = case.plan.item(item.code)
    result = _result_of(case, plan, effect)
    until = valid_to(result, plan, item, values=case.values, issued=local_date(case.now))
    entries = [
        {"label": each.label, "value": value}
        for each in printed_of(case.plan, plan, item, result=result, values=case.values)
        if (value := shown_value(case, each.field.key, each.value))
    ]
    return ResultFacts(
        template=result.template,
        title=result.title,
        department=item.department,
        holder=_text(_value(case, plan, item, result.holder_key)),
        number=_text(_value(case, plan, item, result.number_key)),
        valid_to=until,
        variables={"item": plan.title, "entries": entries, "basis": plan.basis, "valid_to": until},
    )


def _result_of(case: CaseChange, plan: ItemPlan, effect: EffectRow) -> ResultPlan:
    named = case.plan.step(plan.code, effect.step).result
    for each in plan.results:
        if each.code == named:
            return each
    raise DepartmentNonsense("papers", f"the plan has no result {named}")


def _value(case: CaseChange, plan: ItemPlan, item: ItemState, key: str | None) -> object:
    return case.values.get(stored_key(plan, item, key)) if key else None


def _text(value: object) -> str | None:
    return None if value in (None, "") else str(value)
