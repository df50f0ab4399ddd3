"""Look-ups of a draft: which are due, what is sent, and what an answer means for the form."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from forms.conditions import conditions_of
from forms.facts import Instance, base_key_of, key_of
from forms.form_plan import FieldPlan, FormPlan, LookupPlan, Text
from forms.reading import SIGN_IN, Reading

FOUND = "done"
# What tells one person or company from all others: whoever knows it could ask for all the rest.
NUMBER_TYPES = frozenset({"resident_id", "permanent_residence", "uscc"})


@dataclass(frozen=True, slots=True)
class LookupDue:
    """A look-up to be made now. `fingerprint` tells whether it was made already with the same input.

    It is made of what is sent, so it is as personal as that: keep it with the draft, nowhere else. `round`
    counts how often it has been answered; the first time it is 1.
    """

    code: str
    instance: Instance | None
    title: Text
    connector: str
    kind: str
    payload: dict[str, str]
    fingerprint: str
    round: int = 1

    @property
    def key(self) -> str:
        return self.code if self.instance is None else f"{self.code}.{self.instance[1]}"


@dataclass(frozen=True, slots=True)
class LookupTaken:
    """`values` by form key; `found` by look-up, per instance `birth_record.2`."""

    values: Mapping[str, object] = field(default_factory=dict[str, object])
    found: Mapping[str, bool] = field(default_factory=dict[str, bool])


def lookups_due(
    reading: Reading,
    *,
    wanted_fields: Iterable[str],
    wanted_materials: Iterable[str],
    asked: Mapping[str, str] = MappingProxyType({}),
) -> list[LookupDue]:
    """Those that belong to the answers, know all they send, may send it and are of use now.

    `asked` is by `LookupDue.key`: the fingerprint with which it was made last.
    """
    fields, materials = frozenset(wanted_fields), frozenset(wanted_materials)
    due: list[LookupDue] = []
    for lookup in reading.form.lookups:
        if lookup.code not in reading.active_lookups or not _is_of_use(reading, lookup, fields, materials):
            continue
        per_instance = lookup.for_each if lookup.for_each and not lookup.list_in else None
        for instance in reading.instances(per_instance):
            payload = _payload(reading, lookup, instance)
            if payload is None or not _may_send(reading, lookup, instance):
                continue
            one = _due(reading, lookup, instance, payload)
            if asked.get(one.key) != one.fingerprint:
                due.append(one)
    return due


def lookups_to_sign_in_for(
    reading: Reading, *, wanted_fields: Iterable[str], wanted_materials: Iterable[str]
) -> list[str]:
    """Codes of those that only wait for the applicant to prove with a login who she is."""
    fields, materials = frozenset(wanted_fields), frozenset(wanted_materials)
    return [
        lookup.code
        for lookup in reading.form.lookups
        if lookup.code in reading.active_lookups
        and _is_of_use(reading, lookup, fields, materials)
        and any(_is_applicants(reading, each) and not _is_proven(reading, each) for each in _sent(lookup))
    ]


def take_answer(
    form: FormPlan,
    code: str,
    *,
    outcome: str,
    data: Mapping[str, object],
    count: int = 1,
    instance: Instance | None = None,
) -> LookupTaken:
    """What an answer gives to the form. `count`: how many instances there are of a repeated subject.

    An answer that lacks what the look-up promises gives what it has; values are checked when they are used.
    """
    lookup = next(each for each in form.lookups if each.code == code)
    if lookup.for_each is None:
        found = outcome == FOUND
        return LookupTaken(_given(lookup, data, None) if found else {}, {code: found})
    if lookup.list_in is None:
        assert instance is not None, "a look-up per instance is answered per instance"
        found = outcome == FOUND
        return LookupTaken(_given(lookup, data, instance) if found else {}, {f"{code}.{instance[1]}": found})
    return _taken_from_list(lookup, data if outcome == FOUND else {}, count=count)


def _taken_from_list(lookup: LookupPlan, data: Mapping[str, object], *, count: int) -> LookupTaken:
    assert lookup.for_each is not None
    assert lookup.list_in is not None
    entries = data.get(lookup.list_in)
    records = [each for each in entries if isinstance(each, Mapping)] if isinstance(entries, list) else []
    values: dict[str, object] = {}
    for number, record in enumerate(records[:count], start=1):
        values |= _given(lookup, record, (lookup.for_each, number))
    found = {f"{lookup.code}.{number}": number <= len(records) for number in range(1, count + 1)}
    return LookupTaken(values, found)


def _given(lookup: LookupPlan, data: Mapping[str, object], instance: Instance | None) -> dict[str, object]:
    return {
        key_of(key, instance): data[name] for key, name in lookup.gives.items() if data.get(name) is not None
    }


def _is_of_use(
    reading: Reading, lookup: LookupPlan, fields: frozenset[str], materials: frozenset[str]
) -> bool:
    """Personal data are not fetched for nothing: a field that is asked, a material that it replaces, or an
    item that is on only if it finds something."""
    if f"found.{lookup.code}" in conditions_of(reading.form).switching:
        return True
    if any(base_key_of(key)[0] in lookup.gives for key in fields):
        return True
    replaced = {each.key for each in reading.form.materials if lookup.code in each.replaced_by}
    return any(base_key_of(key)[0] in replaced for key in materials)


def _may_send(reading: Reading, lookup: LookupPlan, instance: Instance | None) -> bool:
    """A number that was only typed opens nobody's data: the applicant's own must come from her login, that
    of another person needs a consent of this person (which `active_lookups` has found given)."""
    return all(
        _is_proven(reading, key)
        if _is_applicants(reading, key)
        else _is_agreed(reading, lookup, key, instance)
        for key in _sent(lookup)
        if _is_number(reading.fields.get(key))
    )


def _sent(lookup: LookupPlan) -> list[str]:
    return [source for source in lookup.send.values() if not source.startswith("=")]


def _is_number(field: FieldPlan | None) -> bool:
    return field is not None and field.value_type in NUMBER_TYPES


def _is_applicants(reading: Reading, key: str) -> bool:
    """A number by which the applicant herself is known."""
    field = reading.fields.get(key)
    own = {each.code for each in reading.form.subjects if each.is_applicant}
    return field is not None and _is_number(field) and field.subject in own


def _is_proven(reading: Reading, key: str) -> bool:
    known = reading.prefilled.get(key)
    return known is not None and known.locked and known.source == SIGN_IN


def _is_agreed(reading: Reading, lookup: LookupPlan, key: str, instance: Instance | None) -> bool:
    """What is registered of a company is public (企业信息公示暂行条例), of a person never."""
    field = reading.fields[key]
    if field.value_type == "uscc":
        return True
    consent = next((each for each in reading.form.consents if each.code == lookup.consent), None)
    if consent is None or consent.subject != field.subject:
        return False
    return consent.for_each is None or (instance is not None and reading.is_agreed(consent.code, instance))


def _payload(reading: Reading, lookup: LookupPlan, instance: Instance | None) -> dict[str, str] | None:
    facts = reading.facts(instance)
    payload: dict[str, str] = {}
    for name, source in sorted(lookup.send.items()):
        value = source[1:] if source.startswith("=") else facts.get(source)
        if value in (None, ""):
            return None
        payload[name] = str(value)
    return payload


def _due(
    reading: Reading, lookup: LookupPlan, instance: Instance | None, payload: dict[str, str]
) -> LookupDue:
    count = reading.count(lookup.for_each) if lookup.for_each and lookup.list_in else 1
    return LookupDue(
        code=lookup.code,
        instance=instance,
        title=lookup.title,
        connector=lookup.connector,
        kind=lookup.kind,
        payload=payload,
        fingerprint=json.dumps([payload, count], ensure_ascii=False, sort_keys=True),
    )
