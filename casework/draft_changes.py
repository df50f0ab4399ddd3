"""What an applicant is told when her draft follows a new version: what changed for her, and what is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from access.act import Act
from casework.draft_look import Look, look
from casework.draft_words import RETIRED, WHERE_TO_GO
from casework.form_words import OptionOut, options_out
from casework.plans_of_draft import earlier_plans
from casework.words import Language
from forms.belonging import is_field, is_material, is_question
from forms.facts import base_key_of
from forms.form_plan import FieldPlan, FormPlan, QuestionPlan, Text
from matter_definitions.comparing.concerning import concerning
from matter_definitions.plan import Plan
from matter_definitions.wording.titles import Titles


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that she entered or handed in and that is no longer asked. `type`: how a value is read."""

    pointer: str
    title: Text
    value: Any
    type: str
    options: tuple[OptionOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """`told`: the plan that she saw last, None when it is the one that counts; `changes` since that concern
    her."""

    told: str | None
    changes: tuple[Text, ...]
    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class MovedOut:
    """The draft has moved to another version of its matter. `from` and `to`: names of plans; `changes`: what
    is different for this applicant."""

    from_plan: Annotated[str, Field(serialization_alias="from")]
    to_plan: Annotated[str, Field(serialization_alias="to")]
    changes: list[str]


@dataclass(frozen=True, slots=True)
class KeptOut:
    """What is no longer asked and is kept: not submitted, and there again as soon as it is asked again."""

    pointer: str
    title: str
    value: Any
    type: str
    options: list[OptionOut]


@dataclass(frozen=True, slots=True)
class RetiredOut:
    """The matter is no longer taken; `where` says where to go instead."""

    message: str
    where: str


async def story_of(act: Act, seen: Look, *, language: Language = "zh") -> Story:
    """With the engine's rights."""
    row = seen.row
    if row.state != "draft":
        return Story(None, (), ())
    earlier = await earlier_plans(act, row)
    told = row.content.told_plan or None
    changes = await changes_since(act, seen, told) if told else ()
    return Story(told, changes, tuple(_kept(seen, earlier, language=language)))


async def changes_since(act: Act, seen: Look, told: str) -> tuple[Text, ...]:
    """In words, each thing once."""
    old = await act.engine.plans.get(act.connection, told)
    before = look(seen.row, old, files=seen.files, consents=seen.consents)
    found = concerning(old, seen.plan, before=before, after=seen.draft)
    return tuple(each.text for each in found)


def moved_out(seen: Look, story: Story, *, language: Language) -> MovedOut | None:
    if story.told is None:
        return None
    return MovedOut(story.told, seen.row.plan, [each.in_language(language) for each in story.changes])


def kept_out(story: Story, *, language: Language) -> list[KeptOut]:
    return [
        KeptOut(each.pointer, each.title.in_language(language), each.value, each.type, list(each.options))
        for each in story.kept
    ]


def retired_out(seen: Look, *, language: Language) -> RetiredOut | None:
    if not seen.row.is_retired:
        return None
    return RetiredOut(RETIRED.in_language(language), WHERE_TO_GO.in_language(language))


def _kept(seen: Look, earlier: Sequence[Plan], *, language: Language) -> Iterable[Kept]:
    form, content = seen.plan.form, seen.row.content
    yield from (
        _answer(code, value, earlier, language=language)
        for code, value in content.answers.items()
        if not is_question(form, code)
    )
    yield from (
        _value(key, value, earlier, language=language)
        for key, value in content.form.items()
        if not is_field(form, key)
    )
    yield from _papers(form, seen.files, earlier)


def _answer(code: str, value: object, earlier: Sequence[Plan], *, language: Language) -> Kept:
    asked: Iterable[QuestionPlan] = (each for plan in earlier for each in plan.form.questions)
    question = next((each for each in asked if each.code == code), None)
    if question is None:
        return Kept(f"/answers/{code}", Text(code, code), value, "text")
    options = tuple(options_out(question.options, language=language))
    return Kept(
        f"/answers/{code}", question.title, value, _TYPE_OF_ANSWER.get(question.kind, "text"), options
    )


_TYPE_OF_ANSWER = {"boolean": "boolean", "number": "integer", "single": "code"}


def _value(key: str, value: object, earlier: Sequence[Plan], *, language: Language) -> Kept:
    base, _ = base_key_of(key)
    for plan in earlier:
        field: FieldPlan | None = next((each for each in plan.form.fields if each.key == base), None)
        if field is not None:
            options = tuple(options_out(field.options, language=language))
            return Kept(f"/form/{key}", Titles(plan).form_field(base), value, field.value_type, options)
    return Kept(f"/form/{key}", Text(key, key), value, "text")


def _papers(form: FormPlan, files: Mapping[str, UUID], earlier: Sequence[Plan]) -> Iterable[Kept]:
    for key in files:
        if is_material(form, key):
            continue
        base, _ = base_key_of(key)
        titles = (Titles(plan).material(base) for plan in earlier if is_material(plan.form, key))
        yield Kept(f"/materials/{key}", next(titles, Text(key, key)), None, "file")
