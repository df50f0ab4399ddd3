"""The steps of an item: several levels become a step each, and predecessors stand first."""

from dataclasses import replace

from matter_definitions.compile_offers import (
    hearing_of,
    letter_of,
    money_of,
    payment_of,
    publicity_of,
    visit_of,
    window_of,
    with_risk,
)
from matter_definitions.gathering import both
from matter_definitions.language.items import ItemModel, StepModel
from matter_definitions.plan import OfficerField, StepKind, StepPlan
from matter_definitions.workbench import level_codes, steps_before

# What a step of these kinds calls when the definition does not say otherwise.
USUAL_CALLS: dict[StepKind, tuple[str, str]] = {
    "identity_check": ("identity", "identity_check"),
    "certificate_lookup": ("certificates", "certificate_lookup"),
    "payment": ("payment", "payment_create"),
    "mailing": ("courier", "parcel_send"),
    "money_awaited": ("treasury", "arrival_expect"),
}


def steps_of(item: ItemModel) -> tuple[StepPlan, ...]:
    last = {step.code: level_codes(step)[-1] for step in item.steps}
    before = {code: tuple(last[each] for each in after) for code, after in steps_before(item)}
    plans: list[StepPlan] = []
    for model in item.steps:
        step = _step(model, before[model.code], item.risk)
        plans += _levels(model, step, item.risk) if model.levels else [step]
    return _predecessors_first(plans)


def _levels(model: StepModel, step: StepPlan, risk: str) -> list[StepPlan]:
    """Each after the one before it; each `decides`, for which of them is the last depends on their rules."""
    plans: list[StepPlan] = []
    after = step.after
    for number, (code, level) in enumerate(zip(level_codes(model), model.levels, strict=True), start=1):
        plans.append(
            replace(
                step,
                code=code,
                title=level.title.text,
                after=after,
                when=with_risk(both(model.when, level.when), risk),
                level=number,
                level_group=model.code,
                rank=level.rank,
            )
        )
        after = (code,)
    return plans


def _predecessors_first(steps: list[StepPlan]) -> tuple[StepPlan, ...]:
    """In the order in which they are written as far as that goes; there are no circles (checked before)."""
    placed: dict[str, StepPlan] = {}
    while len(placed) < len(steps):
        step = next(
            each for each in steps if each.code not in placed and all(c in placed for c in each.after)
        )
        placed[step.code] = step
    return tuple(placed.values())


def _step(step: StepModel, after: tuple[str, ...], risk: str) -> StepPlan:
    connector, call = USUAL_CALLS.get(step.kind, (None, None))
    return StepPlan(
        code=step.code,
        kind=step.kind,
        title=step.title.text,
        after=after,
        when=with_risk(step.when, risk),
        connector=step.connector or connector,
        call=step.call or call,
        send=dict(step.send) or None,
        receive=dict(step.receive) or None,
        refused=step.refused,
        decides=step.decides,
        quick=step.quick,
        assurance=step.assurance,
        officer_fields=tuple(OfficerField(each.field, each.required) for each in step.officer_fields),
        payment=payment_of(step.payment),
        result=step.result,
        template=step.template,
        rank=step.rank,
        limit=step.limit,
        department_kind=step.by.department if step.by else None,
        region=step.by.region if step.by else None,
        confirm=step.confirm.text if step.confirm else None,
        irrevocable=step.irrevocable,
        stage=step.stage,
        after_failure_of=step.undo_of,
        publicity=publicity_of(step.publicity),
        hearing=hearing_of(step.hearing),
        visit=visit_of(step.visit),
        letter=letter_of(step.letter),
        window=window_of(step.window),
        money=money_of(step.money),
    )
