"""Questions and fields as inputs of an HTML form, and what the browser sent back as values of the form.

What cannot be read as its kind goes on as the text that was typed: the form's own checks say what is
wrong with it, and nothing that a person typed is lost.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from casework.form_words import FieldOut, OptionOut, QuestionOut
from forms.values.phone import national_digits, show_phone
from portal.language import Language
from portal.rendering import anchor_of
from portal.showing import ZONE, show_day, show_moment, show_money

Kind = Literal["text", "tel", "email", "date", "datetime-local", "choice", "area"]
Choice = tuple[str, str]

YES, NO = "true", "false"
# What was typed wrongly is shown as it was typed.
_E164 = re.compile(r"\+86\d{11}")
_KINDS: dict[str, Kind] = {
    "textarea": "area",
    "email": "email",
    "tel": "tel",
    "date": "date",
    "datetime": "datetime-local",
    "choice": "choice",
    "yes_no": "choice",
    "region": "choice",
}


@dataclass(frozen=True, slots=True)
class Input:
    """`value` is the text that stands in the input (of a choice: the chosen value)."""

    name: str
    id: str
    kind: Kind
    title: str
    value: str
    hint: str | None = None
    error: str | None = None
    required: bool = True
    choices: Sequence[Choice] = ()
    inputmode: str | None = None
    max_length: int | None = None


def input_of_question(question: QuestionOut, language: Language, *, errors: Mapping[str, str]) -> Input:
    pointer = f"/answers/{question.code}"
    choices = yes_no(language) if question.kind == "boolean" else choices_of(question.options)
    return Input(
        name=f"answers.{question.code}",
        id=anchor_of(pointer),
        kind="choice" if choices else "text",
        title=question.title,
        value=_typed(question.answer),
        hint=question.hint,
        error=errors.get(pointer),
        choices=choices,
        inputmode=None if choices else "numeric",
    )


def input_of_field(
    field: FieldOut, language: Language, *, regions: Sequence[Choice], errors: Mapping[str, str]
) -> Input:
    pointer = f"/form/{field.key}"
    return Input(
        name=f"form.{field.key}",
        id=anchor_of(pointer),
        kind=_KINDS.get(field.widget, "text"),
        title=field.title,
        value=typed_value(field.type, field.value),
        hint=field.hint,
        error=errors.get(pointer),
        required=field.required,
        choices=_choices_of_field(field, regions, language),
        inputmode={"money_fen": "decimal", "integer": "numeric", "bank_card": "numeric"}.get(field.type),
        max_length=field.max_length,
    )


def answers_sent(questions: Sequence[QuestionOut], sent: Mapping[str, object]) -> dict[str, Any]:
    """The answers to the questions that the page showed; an empty one takes the answer back."""
    return {each.code: _read_answer(each.kind, text_sent(sent, f"answers.{each.code}")) for each in questions}


def values_sent(fields: Sequence[FieldOut], sent: Mapping[str, object]) -> dict[str, Any]:
    """The values of those fields that the page let a person type."""
    return {
        each.key: read_value(each.type, text_sent(sent, f"form.{each.key}"))
        for each in fields
        if not each.locked
    }


def read_value(value_type: str, typed: str) -> object:
    """None for an empty input; the form itself reads numbers, dates and yes or no from their texts."""
    if not typed:
        return None
    return _fen(typed) if value_type == "money_fen" else typed


def typed_value(value_type: str, value: object) -> str:
    """The inverse of `read_value`."""
    if value_type == "money_fen" and isinstance(value, int):
        return f"{value // 100}.{value % 100:02d}"
    if value_type == "datetime" and value:
        return _local(str(value))
    return national_digits(_typed(value)) if value_type == "phone" else _typed(value)


def value_in_words(field: FieldOut, language: Language, *, regions: Sequence[Choice]) -> str:
    choices = _choices_of_field(field, regions, language)
    return words_of_value(field.type, field.value, language, choices=choices)


def words_of_value(
    value_type: str, value: object, language: Language, *, choices: Sequence[Choice] = ()
) -> str:
    """As a person reads it: the option's text, the region's name, the day."""
    if value is None or value == "":
        return ""
    if value_type == "phone" and _E164.fullmatch(str(value)):
        return show_phone(str(value))
    shown = {"money_fen": show_money, "date": show_day, "datetime": show_moment}.get(value_type)
    if shown is not None:
        return shown(value, language) or str(value)
    if value_type == "boolean":
        choices = yes_no(language)
    return _worded(value, choices)


def answer_in_words(question: QuestionOut, language: Language) -> str:
    choices = yes_no(language) if question.kind == "boolean" else choices_of(question.options)
    return _worded(question.answer, choices)


def yes_no(language: Language) -> tuple[Choice, ...]:
    return ((YES, "是"), (NO, "否")) if language == "zh" else ((YES, "Yes"), (NO, "No"))


def choices_of(options: Sequence[OptionOut]) -> tuple[Choice, ...]:
    return tuple((each.code, each.text) for each in options)


def text_sent(sent: Mapping[str, object], name: str) -> str:
    value = sent.get(name)
    return value.strip() if isinstance(value, str) else ""


def _choices_of_field(field: FieldOut, regions: Sequence[Choice], language: Language) -> Sequence[Choice]:
    if field.widget == "yes_no":
        return yes_no(language)
    return regions if field.widget == "region" else choices_of(field.options)


def _worded(value: object, choices: Sequence[Choice]) -> str:
    return dict(choices).get(_typed(value), _typed(value))


def _typed(value: object) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return "" if value is None else str(value)


def _read_answer(kind: str, typed: str) -> object:
    if not typed:
        return None
    if kind == "boolean":
        return {YES: True, NO: False}.get(typed, typed)
    whole = typed.isascii() and typed.lstrip("-").isdigit() and len(typed) < 16
    return int(typed) if kind == "number" and whole else typed


def _fen(typed: str) -> object:
    """People write yuan."""
    try:
        fen = Decimal(typed) * 100
    except InvalidOperation:
        return typed
    return int(fen) if fen.is_finite() and fen == fen.to_integral_value() else typed


def _local(value: str) -> str:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return f"{moment.astimezone(ZONE) if moment.tzinfo else moment:%Y-%m-%dT%H:%M}"
