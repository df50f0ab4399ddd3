"""Look-ups of a draft: which are due, what is sent, and what an answer means for the form."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from forms.facts import Instance, base_key_of, key_of
from forms.form_plan import FormPlan, LookupPlan, Text
from forms.reading import Reading

FOUND = "done"


@dataclass(frozen=True, slots=True)
class LookupDue:
    """A look-up to be made now. `fingerprint` tells whether it was made already with the same input.

    It is made of what is sent, so it is as personal as that: keep it with the draft, nowhere else.
    """

    code: str
    instance: Instance | None
    title: Text
    connector: str
    kind: str
    payload: dict[str, str]
    fingerprint: str

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
    """Those that belong to the answers, know all they send, have their consent and are of use now.

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
            if payload is None:
                continue
            one = _due(reading, lookup, instance, payload)
            if asked.get(one.key) != one.fingerprint:
                due.append(one)
    return due


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
    """Personal data are not fetched for nothing: a field that is asked, or a material that it replaces."""
    if any(base_key_of(key)[0] in lookup.gives for key in fields):
        return True
    replaced = {each.key for each in reading.form.materials if lookup.code in each.replaced_by}
    return any(base_key_of(key)[0] in replaced for key in materials)


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
