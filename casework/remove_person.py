"""The owner of a draft takes one of several people out of it; those who stand behind move up, with all that
they have said and signed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from casework.consents import read_consents
from casework.draft_look import Look, look_at
from casework.draft_row import DraftContent, update_draft
from casework.finding import demand_application
from casework.save_application import ApplicationSaved, open_draft
from casework.void_consents import void_consent, void_what_changed
from database.connection import Connection
from forms.draft import differences
from forms.form_plan import FormPlan, Text
from refusals import NotNow, Unknown

_MATERIALS = text("SELECT material FROM application_material WHERE application_id = :application")
_DROP = text("DELETE FROM application_material WHERE application_id = :application AND material = :material")
_MOVE = text("""
    UPDATE application_material SET material = :after
    WHERE application_id = :application AND material = :before
""")
# All the rows that this person was asked with, also the earlier ones.
_MOVE_CONSENTS = text(
    "UPDATE consent SET code = :after WHERE application_id = :application AND code = :before"
)
_ANSWERS = "answers."

Value = TypeVar("Value")


class NotRemovable(NotNow):
    type = "not-removable"
    title = Text(
        zh="这里的人数由别的回答或部门的记录决定，请修改相应的回答",
        en="How many there are follows from other answers or from a register; please change those answers",
    )


class TooFewLeft(NotNow):
    type = "too-few-left"
    title = Text(zh="人数已是最少，不能再删除", en="There have to be at least as many; nobody can be removed")


@dataclass(frozen=True, slots=True)
class Place:
    """The `number`th of the `subjects` that the answer to `question` counts."""

    question: str
    subjects: frozenset[str]
    number: int


async def remove_person(
    act: Act, application_id: UUID, subject: str, number: int, *, if_version: int | None = None
) -> ApplicationSaved:
    """`number` from 1. A file of his that no row names any more is swept away.

    Raises Unknown (404), NotADraft, NotRemovable and TooFewLeft (409), Stale (412)."""
    await demand_application(act, application_id, action="application.change")
    row = await open_draft(act, application_id, if_version=if_version)
    seen = await look_at(act, row)
    place = _place(seen, subject, number)
    count = seen.draft.counts[subject]
    await _move_consents(act, seen, place)
    await _move_materials(act.connection, row.id, place)
    close_gap(row.content, seen.plan.form, place)
    row.content.answers[place.question] = count - 1
    after = await look_at(act, row)
    await void_what_changed(act, after)
    version = await update_draft(act, row)
    return ApplicationSaved(row.id, version, differences(seen.draft, after.draft))


def can_remove(form: FormPlan, subject: str, *, count: int) -> bool:
    question = question_of(form, subject)
    return question is not None and count > _least(form, question)


def question_of(form: FormPlan, subject: str) -> str | None:
    """The question that simply asks how many there are, and whose people no list of a register counts."""
    repeats = next((each.repeats for each in form.subjects if each.code == subject), None)
    code = (repeats or "").strip().removeprefix(_ANSWERS)
    listed = {each.for_each for each in form.lookups if each.list_in}
    own = {each.code for each in form.subjects if each.repeats == repeats}
    if not repeats or own & listed or not any(each.code == code for each in form.questions):
        return None
    return code


def _place(seen: Look, subject: str, number: int) -> Place:
    form, count = seen.plan.form, seen.draft.counts.get(subject)
    if count is None or not 1 <= number <= count:
        raise Unknown
    question = question_of(form, subject)
    if question is None:
        raise NotRemovable
    if count <= _least(form, question):
        raise TooFewLeft
    repeats = next(each.repeats for each in form.subjects if each.code == subject)
    return Place(question, frozenset(each.code for each in form.subjects if each.repeats == repeats), number)


def _least(form: FormPlan, question: str) -> int:
    return next(each.minimum for each in form.questions if each.code == question) or 0


async def _move_consents(act: Act, seen: Look, place: Place) -> None:
    codes = {each.code for each in seen.plan.form.consents if each.for_each in place.subjects}
    last = await read_consents(act.connection, seen.row.id)
    for code in codes:
        if (gone := last.get(f"{code}.{place.number}")) is not None:
            await void_consent(act, seen, gone)
        numbers = sorted(int(each.partition(".")[2]) for each in last if each.startswith(f"{code}."))
        for number in numbers:
            if number >= place.number:
                after = f"{code}.{number - 1}" if number > place.number else f"{code}.0"
                names = {"application": seen.row.id, "before": f"{code}.{number}", "after": after}
                await act.connection.execute(_MOVE_CONSENTS, names)


async def _move_materials(connection: Connection, application_id: UUID, place: Place) -> None:
    """From the first on, since no two may have one name meanwhile."""
    names = (await connection.execute(_MATERIALS, {"application": application_id})).scalars()
    for name in sorted(names, key=lambda each: _number(each, place.subjects) or 0):
        after = moved_key(name, place)
        if after is None:
            await connection.execute(_DROP, {"application": application_id, "material": name})
        elif after != name:
            moved = {"application": application_id, "before": name, "after": after}
            await connection.execute(_MOVE, moved)


def close_gap(content: DraftContent, form: FormPlan, place: Place) -> None:
    """Of look-ups, consents and commitments, too: each under the number of whom it is about.

    Only how often a place was asked about stays where it is, so that no question is ever asked twice."""
    about = place.subjects
    lookups = {each.code for each in form.lookups if each.for_each in about}
    consents = {each.code for each in form.consents if each.for_each in about}
    items = {each.item for each in form.switches if each.for_each in about}
    content.form = _moved(content.form, place)
    content.prefilled = _moved(content.prefilled, place)
    content.found = _moved(content.found, place, lookups)
    content.asked = _moved(content.asked, place, lookups)
    content.asked_at = _moved(content.asked_at, place, lookups)
    content.unanswered = _moved(content.unanswered, place, lookups)
    content.shown = _moved(content.shown, place, consents)
    content.commitments = _moved(content.commitments, place, items)


def _moved(
    entries: Mapping[str, Value], place: Place, owners: Collection[str] | None = None
) -> dict[str, Value]:
    moved = ((moved_key(key, place, owners), value) for key, value in entries.items())
    return {key: value for key, value in moved if key is not None}


def moved_key(key: str, place: Place, owners: Collection[str] | None = None) -> str | None:
    """`heir.3.name`, `heirs.3` or `share.3/later` one up when a person before it left; None: it was his."""
    owned = place.subjects if owners is None else owners
    number = _number(key, owned)
    if number is None or number < place.number:
        return key
    if number == place.number:
        return None
    head, _, rest = key.partition(".")
    tail = rest.removeprefix(str(number))
    return f"{head}.{number - 1}{tail}"


def _number(key: str, owners: Collection[str]) -> int | None:
    head, _, rest = key.partition(".")
    number = rest.partition(".")[0].partition("/")[0]
    return int(number) if head in owners and number.isascii() and number.isdigit() else None
