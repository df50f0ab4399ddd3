"""The items of a matter's plan, with their steps, limits and results."""

from typing import Literal

from matter_definitions.compile_offers import (
    commitments_of,
    extension_of,
    forward_of,
    specials_of,
    suspensions_of,
)
from matter_definitions.compile_steps import steps_of
from matter_definitions.language.items import ItemModel, ResultModel
from matter_definitions.plan import ItemPlan, Reason, ResultPlan
from matter_definitions.workbench import UsedItem


def item_plan(item: UsedItem) -> ItemPlan:
    model = item.model
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
        steps=steps_of(model),
        after=tuple(tuple(each.any) for each in item.entry.after),
        for_each=item.entry.for_each,
        results=tuple(_result(each) for each in model.results),
        refusal_reasons=tuple(Reason(each.code, each.text.text) for each in model.refusal_reasons),
        basic_code=model.basic_code,
        precheck=model.precheck,
        late_correction=model.late_correction,
        specials=specials_of(model),
        suspensions=suspensions_of(model),
        extension=extension_of(model.extension),
        forwards=forward_of(model.forwards),
        commitments=commitments_of(model),
        risk=model.risk,
        instant=model.instant,
        delivery_watch="delivery" in model.limits.model_fields_set,
        preview=model.preview,
        authority_hint=model.authority_hint.text if model.authority_hint else None,
        heard_within=model.heard_within,
        records_death=model.records_death,
        while_valid=model.while_valid,
    )


def _result(model: ResultModel) -> ResultPlan:
    return ResultPlan(
        code=model.code,
        title=model.title.text,
        template=model.template,
        number_key=model.number,
        holder_key=model.holder,
        shows=tuple(model.shows),
        valid_for=model.valid_for,
        valid_until_key=model.valid_until,
        may_be_suspended=model.may_be_suspended,
    )


def _silence(model: ItemModel) -> Literal["accepted", "supervise"]:
    """行政许可法 article 32: a permission counts as accepted. Others must say (checked elsewhere)."""
    return model.silence or ("accepted" if model.type == "permission" else "supervise")
