"""One form out of many items: each field and material once, with the strictest need of all items."""

from dataclasses import dataclass

from forms.facts import Instance, key_of
from forms.form_plan import FieldPlan, MaterialPlan, Need, Option, Sensitivity, Text
from forms.reading import Reading, consent_key
from forms.switching import ItemOn


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field as it is asked now. `locked`: known already or computed, shown but not typed."""

    key: str
    base_key: str
    subject: str
    instance: int | None
    title: Text
    hint: Text | None
    value_type: str
    options: tuple[Option, ...]
    required: bool
    locked: bool
    source: str | None  # where a known value is from: a look-up's code, `sign_in`, `derived`
    group: Text
    value: object | None
    max_length: int | None
    sensitivity: Sensitivity


@dataclass(frozen=True, slots=True)
class Replacement:
    """A look-up that makes a material unnecessary when it finds its certificate."""

    lookup: str
    title: Text
    found: bool


@dataclass(frozen=True, slots=True)
class MaterialView:
    """A material as it is asked now. `replaced`: the state has it already, no file is needed."""

    key: str
    base_key: str
    instance: int | None
    title: Text
    hint: Text | None
    media_types: tuple[str, ...]
    required: bool
    replaced: bool
    replaced_by: tuple[Replacement, ...]
    present: bool


def fields_of(reading: Reading, on: list[ItemOn]) -> list[FieldView]:
    """In the order of the plan, instance by instance within a repeated subject."""
    views: list[FieldView] = []
    mailing = _mail_fields(reading)
    for subject in reading.form.subjects:
        own = [field for field in reading.form.fields if field.subject == subject.code]
        for instance in reading.instances(subject.code):
            for field in own:
                need = _strictest(reading, field.needs, on, instance)
                if field.key in mailing:
                    need = True
                if need is not None and not _is_produced(field.produced_by, on, instance):
                    views.append(_field_view(reading, field, instance, required=need))
    return views


def materials_of(reading: Reading, on: list[ItemOn], *, present: frozenset[str]) -> list[MaterialView]:
    alternatives = _states_of_alternatives(reading)
    views: list[MaterialView] = []
    for material in reading.form.materials:
        for instance in reading.instances(material.subject):
            need = _strictest(reading, material.needs, on, instance)
            if need is None or _is_produced(material.produced_by, on, instance):
                continue
            state = alternatives.get(key_of(material.key, instance))
            if state in ("asked", "not_asked"):
                need = False  # offered: the answer may still make it unnecessary
            elif state in ("refused", "expired"):
                need = True
            views.append(_material_view(reading, material, instance, required=need, present=present))
    return views


def is_asked(field: FieldView) -> bool:
    """A field that a person types: not one that is known or computed."""
    return not field.locked


def _strictest(
    reading: Reading, needs: tuple[Need, ...], on: list[ItemOn], instance: Instance | None
) -> bool | None:
    """None: nobody needs it now; else whether at least one item cannot do without."""
    strictest: bool | None = None
    for need in needs:
        for item in on:
            if item.code == need.item and _concerns(item, instance) and _holds(reading, need, item, instance):
                strictest = bool(strictest) or need.required
    return strictest


def _concerns(item: ItemOn, instance: Instance | None) -> bool:
    """The item of the second child needs nothing of the first; an item for all needs it of each."""
    same_subject = item.instance and instance and item.instance[0] == instance[0]
    return not same_subject or item.instance == instance


def _holds(reading: Reading, need: Need, item: ItemOn, instance: Instance | None) -> bool:
    return reading.holds(need.when, instance or item.instance)


def _is_produced(produced_by: str | None, on: list[ItemOn], instance: Instance | None) -> bool:
    return any(item.code == produced_by and _concerns(item, instance) for item in on)


def _mail_fields(reading: Reading) -> frozenset[str]:
    delivery = reading.form.delivery
    return frozenset(delivery.mail_fields if delivery and reading.known.delivery == "mail" else ())


def _states_of_alternatives(reading: Reading) -> dict[str, str]:
    """By key of the material: of each of several people his own."""
    return {
        key_of(material, instance): reading.consents[consent_key(consent, instance)]
        for consent in reading.form.consents
        for instance in reading.instances(consent.for_each)
        for material in consent.alternative_materials
    }


def _group(reading: Reading, subject_code: str, instance: Instance | None) -> Text:
    title = next(each.title for each in reading.form.subjects if each.code == subject_code)
    if instance is None or reading.count(subject_code) == 1:
        return title
    return Text(f"{title.zh}（{instance[1]}）", f"{title.en} {instance[1]}")


def _field_view(
    reading: Reading, field: FieldPlan, instance: Instance | None, *, required: bool
) -> FieldView:
    key = key_of(field.key, instance)
    prefilled = reading.prefilled.get(key)
    return FieldView(
        key=key,
        base_key=field.key,
        subject=field.subject,
        instance=instance[1] if instance else None,
        title=field.title,
        hint=field.hint,
        value_type=field.value_type,
        options=field.options,
        required=required,
        locked=field.is_computed or reading.is_locked(key),
        source="derived" if field.is_computed else (prefilled.source if prefilled else None),
        group=_group(reading, field.subject, instance),
        value=reading.values.get(key, reading.known.values.get(key)),
        max_length=field.max_length,
        sensitivity=field.sensitivity,
    )


def _material_view(
    reading: Reading,
    material: MaterialPlan,
    instance: Instance | None,
    *,
    required: bool,
    present: frozenset[str],
) -> MaterialView:
    key = key_of(material.key, instance)
    titles = {lookup.code: lookup.title for lookup in reading.form.lookups}
    facts = reading.facts(instance)
    replacements = tuple(
        Replacement(code, titles[code], facts.get(f"found.{code}") is True)
        for code in material.replaced_by
        if code in reading.fitting_lookups
    )
    return MaterialView(
        key=key,
        base_key=material.key,
        instance=instance[1] if instance else None,
        title=material.title,
        hint=material.hint,
        media_types=material.media_types,
        required=required,
        replaced=any(each.found for each in replacements),
        replaced_by=replacements,
        present=key in present,
    )
