"""What a form has a place for, by key: everything else that somebody typed is kept and not read."""

from collections.abc import Mapping, Set
from typing import TypeVar

from forms.facts import base_key_of
from forms.form_plan import FormPlan
from forms.reading import MAX_INSTANCES

V = TypeVar("V")


def is_question(form: FormPlan, code: str) -> bool:
    return any(each.code == code for each in form.questions)


def is_field(form: FormPlan, key: str) -> bool:
    """`child.3.name` only where there may be three children."""
    return bool(values_of(form, {key: None}))


def is_material(form: FormPlan, key: str) -> bool:
    return _has_place(key, {each.key for each in form.materials}, repeating=_repeating(form))


def answers_of(form: FormPlan, answers: Mapping[str, V]) -> dict[str, V]:
    return {code: each for code, each in answers.items() if is_question(form, code)}


def values_of(form: FormPlan, values: Mapping[str, V]) -> dict[str, V]:
    fields, repeating = {each.key for each in form.fields}, _repeating(form)
    return {key: each for key, each in values.items() if _has_place(key, fields, repeating=repeating)}


def _repeating(form: FormPlan) -> set[str]:
    return {each.code for each in form.subjects if each.repeats}


def _has_place(key: str, places: Set[str], *, repeating: Set[str]) -> bool:
    base, number = base_key_of(key)
    if number is None:
        return base in places
    return base in places and base.partition(".")[0] in repeating and 1 <= number <= MAX_INSTANCES
