"""A supervisor mends what a step sends to another system, and the step is done anew with that.

Only what somebody typed: what a sign-in, a department or an item of the case says is mended where it comes
from. The values that stand in the case are not shown here; whoever may see the case sees them there.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from access.act import Act
from casework.acting import who_of
from casework.answer_correction import move_claims
from casework.form_words import FieldOut, options_out, said
from casework.incident_desk import IncidentHandled, demand_incident, demand_reason
from casework.words import Language
from clocks.calendar import local_date
from database.queries.effect_rows import EffectRow
from engine import incident_acts
from engine.case_change import CaseChange
from engine.received import step_of
from engine.values import field_of, stored_key
from forms.correcting import correct, is_typed
from forms.facts import base_key_of
from forms.form_plan import FieldPlan, Text
from forms.values.registry import VALUE_TYPES
from refusals import FieldError, Malformed

_CONSTANT = "="
_NOTHING = Text("请填写要更正的内容", "Please enter what is to be mended")
_NOT_SENT = "这一步没有发送这一项", "this step does not send it"


async def fields_to_mend(act: Act, incident_id: UUID, *, language: Language = "zh") -> list[FieldOut]:
    """None where a retry is all that can help. Raises Unknown (404), NotYours (403), NotNow (409)."""
    await demand_incident(act, incident_id, action="incident.retry")
    async with incident_acts.read_incident(act.engine, incident_id) as (case, effect):
        return [_field_out(key, plan, language=language) for key, plan in _sent(case, effect).items()]


async def mend_incident(
    act: Act, incident_id: UUID, *, fields: Mapping[str, Any], reason: str
) -> IncidentHandled:
    """`fields` by form key, of those that `fields_to_mend` names. Raises Unknown (404), NotYours (403),
    NotNow and TakenAlready (409), Malformed (422, every wrong value)."""
    await demand_incident(act, incident_id, action="incident.retry")
    demand_reason(reason)
    if not fields:
        raise Malformed(_NOTHING)

    async def mended(case: CaseChange, effect: EffectRow) -> Mapping[str, object]:
        values = _checked(case, effect, fields)
        await move_claims(case, values, keys=act.engine.keys)
        return values

    await incident_acts.correct_and_redo(
        act.engine, incident_id, by=who_of(act.actor), mended=mended, reason=reason
    )
    return IncidentHandled(incident_id, "ended", "corrected")


def _sent(case: CaseChange, effect: EffectRow) -> dict[str, FieldPlan]:
    """By form key: what the step sends and somebody typed."""
    step = step_of(case, effect)
    if step is None:
        return {}
    form, item = case.plan.form, case.state.items[effect.item_key or ""]
    plan, codes = case.plan.item(item.code), {each.code for each in case.state.items.values()}
    several = {each.code for each in form.subjects if each.repeats}
    found: dict[str, FieldPlan] = {}
    for base in (step.send or {}).values():
        key = stored_key(plan, item, base)
        is_one = base_key_of(key)[1] is not None or key.partition(".")[0] not in several
        field = None if base.startswith(_CONSTANT) else field_of(case.plan, base)
        if field and is_one and is_typed(form, key, locked=case.form.get("locked", {}), items=codes):
            found[key] = field
    return found


def _checked(case: CaseChange, effect: EffectRow, fields: Mapping[str, Any]) -> Mapping[str, object]:
    """Every rule that the draft had to keep holds here, too."""
    sent = _sent(case, effect)
    errors = [FieldError(f"/fields/{key}", *_NOT_SENT) for key in fields if key not in sent]
    corrected = correct(
        case.plan.form,
        {key: value for key, value in fields.items() if key in sent},
        answers=case.answers,
        values=case.values,
        locked=case.form.get("locked", {}),
        items={each.code for each in case.state.items.values()},
        today=local_date(case.now),
    )
    errors += [FieldError(each.pointer, each.zh, each.en) for each in corrected.problems]
    if errors:
        raise Malformed(errors=errors)
    return corrected.values


def _field_out(key: str, plan: FieldPlan, *, language: Language) -> FieldOut:
    return FieldOut(
        key=key,
        subject=plan.subject,
        instance=base_key_of(key)[1],
        group="",
        title=plan.title.in_language(language),
        hint=said(plan.hint, language),
        type=plan.value_type,
        widget=VALUE_TYPES[plan.value_type].widget,
        options=options_out(plan.options, language=language),
        required=False,
        locked=False,
        source=None,
        value=None,
        max_length=plan.max_length,
        sensitivity=plan.sensitivity,
    )
