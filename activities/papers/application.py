"""What the application form says: everything that was applied for, said, handed in, agreed to and signed,
each thing once however many items need it.

What is sensitive is masked, as in the statement that is signed: the paper is carried about.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import text

from activities.papers.words import shown_value, target_title
from engine.case_change import CaseChange
from engine.signatures import KeptSignature, read_signatures
from engine.values import Form, field_of, values_of
from forms.facts import base_key_of
from forms.form_plan import ConsentPlan, FieldPlan, QuestionPlan, Text
from forms.values.masking import mask_by_type
from forms.values.registry import VALUE_TYPES

Row = dict[str, Any]
Values = Mapping[str, object]

# The paper is drawn a moment later, when somebody may have corrected a value already.
_SUBMITTED = text("SELECT ciphertext FROM case_form WHERE case_id = :case_id AND version = 1")
_REGIONS = text("SELECT code, name_zh, name_en FROM region WHERE code = ANY(:codes)")
_MATERIALS = text("""
    SELECT material, source FROM case_material WHERE case_id = :case_id AND version = 1 ORDER BY material
""")
_AGREED = text("""
    SELECT DISTINCT ON (code) code, answered_at FROM consent
    WHERE application_id = :application AND state = 'given' ORDER BY code, answered_at DESC
""")
_YES, _NO = Text("是", "yes"), Text("否", "no")


async def application_variables(case: CaseChange) -> Row:
    """As it was submitted. With the engine's rights; raises CaseErased after a lawful deletion."""
    form = case.box.open_form((await case.connection.execute(_SUBMITTED, {"case_id": case.id})).scalar_one())
    values = values_of(form)
    signatures = await read_signatures(case.connection, case.box, case.id)
    materials = await case.connection.execute(_MATERIALS, {"case_id": case.id})
    return {
        "submitted_at": case.state.submitted_at,
        "answers": list(_answers(case, form)),
        "groups": _groups(case, values, await _region_names(case, values)),
        "delivery": form.get("delivery", {}).get("mode"),
        "materials": [
            {"title": _material_title(case, row.material, values), "source": row.source} for row in materials
        ],
        "agreed": await _agreed(case, values),
        "statements": [_statement(each) for each in signatures],
    }


def _answers(case: CaseChange, form: Form) -> Iterator[Row]:
    given: Mapping[str, object] = form.get("answers", {})
    for question in case.plan.form.questions:
        if (value := _answer(question, given.get(question.code))) is not None:
            yield {"question": question.title, "answer": value}


def _answer(question: QuestionPlan, value: object) -> Text | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return _YES if value else _NO
    chosen = next((each.text for each in question.options if each.code == value), None)
    return chosen or Text(str(value), str(value))


def _groups(case: CaseChange, values: Values, regions: Mapping[str, Text]) -> list[Row]:
    """One for each person or thing that the form is about, in the order of the form."""
    order = {each.key: number for number, each in enumerate(case.plan.form.fields)}
    asked = [(key, field, value) for key, value in values.items() if (field := _asked(case, key))]
    subjects = list(dict.fromkeys(each.subject for each in case.plan.form.fields))
    groups: dict[tuple[str, int], list[Row]] = {}
    for key, field, value in sorted(asked, key=lambda each: order[each[1].key]):
        if (shown := _shown(case, field, value, regions)) is not None:
            who = (field.subject, base_key_of(key)[1] or 0)
            groups.setdefault(who, []).append({"label": field.title, "value": shown})
    return [
        {"title": _group_title(case, *who, values), "entries": groups[who]}
        for who in sorted(groups, key=lambda who: (subjects.index(who[0]), who[1]))
    ]


def _asked(case: CaseChange, key: str) -> FieldPlan | None:
    """A field that the applicant was asked for: what officers enter, and what an item of this case makes, is
    no part of what she applied with."""
    field = field_of(case.plan, base_key_of(key)[0])
    if field is None or any(each.code == field.produced_by for each in case.state.items.values()):
        return None
    return field


def _shown(
    case: CaseChange, field: FieldPlan, value: object, regions: Mapping[str, Text]
) -> Text | str | None:
    is_sensitive = "sensitive" in (field.sensitivity, VALUE_TYPES[field.value_type].sensitivity)
    if is_sensitive and value not in (None, ""):
        return mask_by_type(field.value_type, str(value))
    if field.value_type == "region" and str(value) in regions:
        return regions[str(value)]
    return shown_value(case, field.key, value)


def _group_title(case: CaseChange, subject: str, number: int, values: Values) -> Text:
    titles = {each.code: each.title for each in case.plan.form.subjects}
    title = titles.get(subject, Text(subject, subject))
    several = any(key.startswith(f"{subject}.2.") for key in values)
    return Text(f"{title.zh} {number}", f"{title.en} {number}") if number and several else title


def _material_title(case: CaseChange, key: str, values: Values) -> Text:
    """Two people have an identity card each: whose it is stands before."""
    base, number = base_key_of(key)
    plan = next((each for each in case.plan.form.materials if each.key == base), None)
    if plan is None or plan.subject is None:
        return target_title(case, f"material:{key}")
    whose = _group_title(case, plan.subject, number or 0, values)
    return Text(f"{whose.zh}：{plan.title.zh}", f"{whose.en}: {plan.title.en}")


async def _region_names(case: CaseChange, values: Values) -> dict[str, Text]:
    """Of the regions that were entered, also of those that have ended since."""
    fields = ((field_of(case.plan, base_key_of(key)[0]), value) for key, value in values.items())
    codes = sorted({str(value) for field, value in fields if field and field.value_type == "region"})
    rows = await case.connection.execute(_REGIONS, {"codes": codes}) if codes else ()
    return {row.code: Text(row.name_zh, row.name_en) for row in rows}


async def _agreed(case: CaseChange, values: Values) -> list[Row]:
    """Whoever else agreed, by name; how: signed in, or with a certificate of his own."""
    rows = await case.connection.execute(_AGREED, {"application": case.row.application})
    plans = {each.code: each for each in case.plan.form.consents}
    return [
        _agreement(plans[code], row.code, row.answered_at, values)
        for row in rows
        if (code := row.code.partition(".")[0]) in plans
    ]


def _agreement(consent: ConsentPlan, code: str, at: datetime, values: Values) -> Row:
    number = code.partition(".")[2]
    who = f"{consent.subject}.{number}" if number else consent.subject
    name = values.get(f"{who}.name")
    how = "certificate" if consent.signed_by == "certificate" else "login"
    return {"title": consent.title, "name": str(name or "—"), "agreed_at": at, "how": how}


def _statement(signature: KeptSignature) -> Row:
    return {
        "part": signature.part.partition(":")[0],
        "text": signature.text,
        "signer": signature.signer,
        "kind": signature.signer_kind,
        "signed_at": signature.signed_at,
        "authority": signature.authority,
        "serial": signature.certificate_serial,
        "sha256": signature.statement_sha256,
    }
