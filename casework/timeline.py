"""What happened to a case, in words: made of its events and of nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, text

from access.act import Act
from access.actor import Actor
from casework.case_reading import ReadCase, read_texts, reason_words
from casework.organisation import department_names, name_in
from casework.words import Language, day_words, words_of_file
from forms.form_plan import Text
from matter_definitions.events import COMMENTED, HANDED_OVER
from matter_definitions.state import RECEIPT
from matter_definitions.usual_papers import OF_THE_HOUSE

_EVENTS = text("""
    SELECT number, at, kind, actor, actor_kind, item_key, step, data FROM case_event
    WHERE case_id = :case ORDER BY number
""")
_REVIEW = Text("受理审查", "the look at the papers")
_WHOLE_CASE = Text("本件", "the case")
_DATES = {"promised": "promised_at", "until": "answer_until", "opens": "opens_at"}


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """`actor` is a kind: applicant, agent (on behalf of the applicant), officer, supervisor, department,
    engine. `note`: what was written."""

    number: int
    at: datetime
    event: str
    actor: str
    department: str | None
    department_name: str | None
    item: str | None
    item_title: str | None
    text: str
    note: str | None


async def timeline_of(
    act: Act, case: ReadCase, *, for_staff: bool, language: Language = "zh"
) -> list[TimelineEntry]:
    """Every event in order; what concerns the offices only is left out for the parties."""
    rows = (await act.connection.execute(_EVENTS, {"case": case.row.id})).all()
    references = [row.data.get("reason") for row in rows] + [row.data.get("text") for row in rows]
    texts = await read_texts(act, case, [each for each in references if isinstance(each, str)])
    codes = {item.department for item in case.state.items.values()}
    codes |= {department for item in case.state.items.values() for department, _ in item.places.values()}
    codes |= {row.data["to"] for row in rows if row.kind == HANDED_OVER}
    names = await department_names(act.connection, codes)
    entries = [_entry(row, case, texts=texts, names=names, language=language) for row in rows]
    return [
        entry if _may_read_note(act.actor, entry, by=row.actor_kind) else _without_note(entry)
        for entry, row in zip(entries, rows, strict=True)
        if for_staff or _is_for_parties(row)
    ]


def _is_for_parties(row: Row[Any]) -> bool:
    """What the offices say and write to themselves is no news for the parties."""
    if row.kind == COMMENTED and row.actor_kind != "applicant":
        return False
    return not words_of_event(row.kind).get("staff") and row.data.get("template") not in OF_THE_HOUSE


def _may_read_note(actor: Actor, entry: TimelineEntry, *, by: str) -> bool:
    """An officer's remarks are for his own department and the supervisors; the applicant reads reasons and
    notices. What concerns the whole case is for all offices."""
    if by == "applicant" or actor.kind == "supervisor":
        return True
    return actor.is_staff and entry.department in (None, actor.department)


def words_of_event(kind: str) -> Mapping[str, Any]:
    return words_of_file("timeline_words.yaml")[kind]


def text_of_event(kind: str, values: Mapping[str, object], *, language: Language) -> str:
    """The sentence of an event with its names filled in; a name that is missing leaves no hole behind."""
    sentence: str = words_of_event(kind)[language]
    return sentence.format_map(_Blank(values))


class _Blank(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return ""


def _entry(
    row: Row[Any],
    case: ReadCase,
    *,
    texts: Mapping[str, str],
    names: Mapping[str, Text],
    language: Language,
) -> TimelineEntry:
    item = case.state.items.get(row.item_key or "")
    department = item.department if item else None
    department_name = name_in(names, department, language) if department else None
    title = case.item_title(row.item_key, language=language) or None
    note = texts.get(str(row.data.get("text")))
    values = _values(row, case, texts=texts, language=language)
    values["item"] = title or _WHOLE_CASE.in_language(language)
    doer = item.places.get(row.step or "", (department, ""))[0] if item else None
    values["department"] = name_in(names, doer, language) if doer else ""
    if row.kind == HANDED_OVER:  # it may have been handed on since
        values["department"] = name_in(names, row.data["to"], language)
    return TimelineEntry(
        number=row.number,
        at=row.at,
        event=row.kind,
        actor=_actor(row),
        department=department,
        department_name=department_name,
        item=row.item_key,
        item_title=title,
        text=text_of_event(row.kind, values, language=language),
        note=note,
    )


def _actor(row: Row[Any]) -> str:
    """What follows by rule from an applicant's act is not what she did."""
    own = "APPLICANT" in row.kind or row.kind == COMMENTED
    if row.actor_kind == "applicant" and own and "on_behalf_of" in row.data:
        return "agent"
    return row.actor_kind if row.actor_kind != "applicant" or own else "engine"


def _values(
    row: Row[Any], case: ReadCase, *, texts: Mapping[str, str], language: Language
) -> dict[str, object]:
    values: dict[str, object] = dict(row.data)
    for name, key in _DATES.items():
        at = row.data.get(key)
        values[name] = day_words(datetime.fromisoformat(at), language=language) if at else ""
    values["first"] = case.item_title(row.data.get("first"), language=language)
    values["step"] = _step_title(row, case, language=language)
    item = case.item_plan(row.item_key) if row.item_key in case.state.items else None
    reason = reason_words(item, _text(row.data.get("reason")) or _word(row), texts, language=language)
    colon = ": " if language == "en" else "："
    values["reason"] = f"{colon}{reason}" if reason else ""
    if "template" in row.data:
        values["title"] = _paper_title(row, case, language=language)
    return values


def _word(row: Row[Any]) -> str | None:
    """A department's word for why not, where it gave no reason in words."""
    word = _text(row.data.get("outcome"))
    return word if word not in (None, "done", "grant", "pass") else None


def _step_title(row: Row[Any], case: ReadCase, *, language: Language) -> str:
    if not row.step or row.item_key not in case.state.items:
        return ""
    if row.step == RECEIPT:
        return _REVIEW.in_language(language)
    steps = {each.code: each.title for each in case.item_plan(row.item_key).steps}
    return steps[row.step].in_language(language) if row.step in steps else ""


def _paper_title(row: Row[Any], case: ReadCase, *, language: Language) -> str:
    template = row.data["template"]
    papers = [each.title for each in case.plan.papers if each.template == template]
    results = [
        result.title for item in case.plan.items for result in item.results if result.template == template
    ]
    own = case.item_plan(row.item_key).results if row.item_key in case.state.items else ()
    titles = papers or [each.title for each in own if each.template == template] or results
    return titles[0].in_language(language) if titles else str(template)


def _without_note(entry: TimelineEntry) -> TimelineEntry:
    return replace(entry, note=None)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
