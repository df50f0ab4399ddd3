"""What a department answered, as values of the form: checked like what a person types."""

from clocks.calendar import local_date
from database.queries.effect_rows import EffectRow
from engine.case_change import CaseChange
from engine.outcome import DONE, Outcome
from engine.values import field_of, stored_key
from forms.values.checked import Invalid
from forms.values.registry import check_value
from matter_definitions.plan import StepPlan


class NotUnderstood(Exception):
    """The answer does not fit the plan. `problem` holds codes and names of fields, never values."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def step_of(case: CaseChange, effect: EffectRow) -> StepPlan | None:
    """The step that the effect carries out; None for messages, papers and what undoes another effect."""
    item = case.state.items.get(effect.item_key or "")
    if item is None or effect.compensates is not None or effect.step not in item.steps:
        return None
    return case.plan.step(item.code, effect.step)


def received_values(case: CaseChange, effect: EffectRow, outcome: Outcome) -> dict[str, object]:
    """Values by stored form key; raises NotUnderstood."""
    step = step_of(case, effect)
    if step is None or outcome.word != DONE:
        return {}
    item = case.state.items[effect.item_key or ""]
    item_plan = case.plan.item(item.code)
    return {
        stored_key(item_plan, item, ours): _checked(case, ours, theirs, outcome.data)
        for ours, theirs in (step.receive or {}).items()
    }


def _checked(case: CaseChange, ours: str, theirs: str, data: dict[str, object]) -> object:
    field = field_of(case.plan, ours)
    if field is None:
        raise NotUnderstood(f"{ours}: no such field")
    if data.get(theirs) is None:
        raise NotUnderstood(f"{theirs}: missing")
    checked = check_value(
        field.value_type,
        data[theirs],
        today=local_date(case.now),
        options=[option.code for option in field.options],
        max_length=field.max_length,
    )
    if isinstance(checked, Invalid):
        raise NotUnderstood(f"{theirs}: {checked.code}")
    return checked.normal
