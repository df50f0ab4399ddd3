"""What a form has a place for, by key: everything else that somebody typed is kept and not read."""

from collections.abc import Mapping
from typing import TypeVar

from forms.facts import base_key_of
from forms.form_plan import FormPlan
from forms.reading import MAX_INSTANCES

V = TypeVar("V")


def is_question(form: FormPlan, code: str) -> bool:
    return any(each.code == code for each in form.questions)


def is_field(form: FormPlan, key: str) -> bool:
    """`child.3.name` only where there may be three children."""
    base, number = base_key_of(key)
    return any(each.key == base for each in form.fields) and _may_repeat(form, base, number)


def is_material(form: FormPlan, key: str) -> bool:
    base, number = base_key_of(key)
    return any(each.key == base for each in form.materials) and _may_repeat(form, base, number)


def answers_of(form: FormPlan, answers: Mapping[str, V]) -> dict[str, V]:
    return {code: each for code, each in answers.items() if is_question(form, code)}


def values_of(form: FormPlan, values: Mapping[str, V]) -> dict[str, V]:
    return {key: each for key, each in values.items() if is_field(form, key)}


def _may_repeat(form: FormPlan, base: str, number: int | None) -> bool:
    repeats = any(each.code == base.partition(".")[0] and each.repeats for each in form.subjects)
    return number is None or (repeats and 1 <= number <= MAX_INSTANCES)
