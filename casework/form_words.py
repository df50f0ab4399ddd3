"""Questions, fields, materials and items in one language, as API and pages show them."""

from dataclasses import dataclass
from typing import Any

from casework.words import Language
from forms.answering import OpenExit, QuestionView
from forms.asking import FieldView, MaterialView
from forms.form_plan import Option, Text
from forms.switching import ItemOn
from forms.values.registry import VALUE_TYPES


@dataclass(frozen=True, slots=True)
class OptionOut:
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class QuestionOut:
    """`kind`: single (an option's code), boolean or number. `answer` null: still to be answered."""

    code: str
    kind: str
    title: str
    hint: str | None
    options: list[OptionOut]
    minimum: int | None
    maximum: int | None
    answer: str | bool | int | None


@dataclass(frozen=True, slots=True)
class ExitOut:
    """With this answer the matter cannot be done here; `where` says where instead."""

    question: str
    reason: str
    where: str


@dataclass(frozen=True, slots=True)
class ItemOut:
    key: str
    code: str
    title: str
    department_kind: str
    instance: int | None
    region: str | None
    why: str


@dataclass(frozen=True, slots=True)
class FieldOut:
    """`widget` is how to ask for it; `locked`: known already or computed, shown but not typed."""

    key: str
    subject: str
    instance: int | None
    group: str
    title: str
    hint: str | None
    type: str
    widget: str
    options: list[OptionOut]
    required: bool
    locked: bool
    source: str | None
    value: Any
    max_length: int | None
    sensitivity: str


@dataclass(frozen=True, slots=True)
class ReplacementOut:
    lookup: str
    title: str
    found: bool


@dataclass(frozen=True, slots=True)
class MaterialOut:
    """`replaced`: the state has it already, no file is needed. `present`: a file was handed in. `promised`: a
    signed commitment stands in its place, so that it is not required."""

    key: str
    title: str
    hint: str | None
    media_types: list[str]
    required: bool
    replaced: bool
    replaced_by: list[ReplacementOut]
    present: bool
    promised: bool


def question_out(view: QuestionView, *, language: Language) -> QuestionOut:
    plan = view.plan
    return QuestionOut(
        code=view.code,
        kind=plan.kind,
        title=plan.title.in_language(language),
        hint=said(plan.hint, language),
        options=options_out(plan.options, language=language),
        minimum=plan.minimum,
        maximum=plan.maximum,
        answer=view.answer,
    )


def exit_out(exit: OpenExit, *, language: Language) -> ExitOut:
    return ExitOut(
        exit.question, exit.exit.reason.in_language(language), exit.exit.where.in_language(language)
    )


def item_out(item: ItemOn, *, language: Language) -> ItemOut:
    return ItemOut(
        key=item.key,
        code=item.code,
        title=item.title.in_language(language),
        department_kind=item.department_kind,
        instance=item.instance[1] if item.instance else None,
        region=item.region,
        why=item.why.in_language(language),
    )


def field_out(view: FieldView, *, language: Language) -> FieldOut:
    return FieldOut(
        key=view.key,
        subject=view.subject,
        instance=view.instance,
        group=view.group.in_language(language),
        title=view.title.in_language(language),
        hint=said(view.hint, language),
        type=view.value_type,
        widget=VALUE_TYPES[view.value_type].widget,
        options=options_out(view.options, language=language),
        required=view.required,
        locked=view.locked,
        source=view.source,
        value=view.value,
        max_length=view.max_length,
        sensitivity=view.sensitivity,
    )


def material_out(view: MaterialView, *, is_promised: bool = False, language: Language) -> MaterialOut:
    return MaterialOut(
        key=view.key,
        title=view.title.in_language(language),
        hint=said(view.hint, language),
        media_types=list(view.media_types),
        required=view.required and not is_promised,
        replaced=view.replaced,
        replaced_by=[
            ReplacementOut(each.lookup, each.title.in_language(language), each.found)
            for each in view.replaced_by
        ],
        present=view.present,
        promised=is_promised,
    )


def options_out(options: tuple[Option, ...], *, language: Language) -> list[OptionOut]:
    return [OptionOut(each.code, each.text.in_language(language)) for each in options]


def said(text: Text | None, language: Language) -> str | None:
    return text.in_language(language) if text else None
