"""The items of a matter's plan, with their steps, limits and results."""

from typing import Literal

from matter_definitions.language.items import ItemModel, PaymentModel, StepModel
from matter_definitions.plan import (
    ItemPlan,
    OfficerField,
    PaymentRule,
    Reason,
    ResultPlan,
    StepKind,
    StepPlan,
)
from matter_definitions.workbench import UsedItem, steps_before

# What a step of these kinds calls when the definition does not say otherwise.
USUAL_CALLS: dict[StepKind, tuple[str, str]] = {
    "identity_check": ("identity", "identity_check"),
    "certificate_lookup": ("certificates", "certificate_lookup"),
    "payment": ("payment", "payment_create"),
    "mailing": ("courier", "parcel_send"),
}


def item_plan(item: UsedItem) -> ItemPlan:
    model = item.model
    before = dict(steps_before(model))
    return ItemPlan(
        code=model.item,
        title=model.title.text,
        department_kind=model.department,
        type=model.type,
        basis=model.basis.text,
        acceptance=item.entry.acceptance or model.acceptance,
        receipt=model.limits.receipt,
        statutory=model.limits.statutory,
        promised=model.limits.promised,
        delivery=model.limits.delivery,
        silence=_silence(model),
        steps=tuple(_step(each, before[each.code]) for each in model.steps),
        after=tuple(tuple(each.any) for each in item.entry.after),
        for_each=item.entry.for_each,
        results=tuple(
            ResultPlan(each.code, each.title.text, each.template, each.number, each.holder, tuple(each.shows))
            for each in model.results
        ),
        refusal_reasons=tuple(Reason(each.code, each.text.text) for each in model.refusal_reasons),
        basic_code=model.basic_code,
    )


def _silence(model: ItemModel) -> Literal["accepted", "supervise"]:
    """行政许可法 article 32: a permission counts as accepted. Others must say (checked elsewhere)."""
    return model.silence or ("accepted" if model.type == "permission" else "supervise")


def _step(step: StepModel, after: tuple[str, ...]) -> StepPlan:
    connector, call = USUAL_CALLS.get(step.kind, (None, None))
    return StepPlan(
        code=step.code,
        kind=step.kind,
        title=step.title.text,
        after=after,
        when=step.when,
        connector=step.connector or connector,
        call=step.call or call,
        send=dict(step.send) or None,
        receive=dict(step.receive) or None,
        refused=step.refused,
        decides=step.decides,
        quick=step.quick,
        assurance=step.assurance,
        officer_fields=tuple(OfficerField(each.field, each.required) for each in step.officer_fields),
        payment=_payment(step.payment) if step.payment else None,
        result=step.result,
        template=step.template,
    )


def _payment(payment: PaymentModel) -> PaymentRule:
    return PaymentRule(
        amount_key=payment.amount,
        description=payment.description.text,
        remind_after_days=tuple(payment.remind_after_days),
        expire_after_days=payment.expire_after_days,
        tries=payment.tries,
    )
