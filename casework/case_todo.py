"""What the applicant has to do now: correct, confirm, pay, rate; with the words and all that it needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from access.act import Act
from casework.case_reading import ReadCase, read_texts
from casework.confirm_step import Confirmation, ConfirmedFact, confirmations_asked
from casework.form_words import OptionOut, options_out, said
from casework.hearings import hearings_offered
from casework.prior_notices import prior_notices
from casework.promised_papers import orders_open, papers_asked
from casework.tickets.waiting import tickets_waiting
from casework.words import Language, deadline_words, fen_words
from forms.form_plan import FieldPlan, MaterialPlan
from forms.values.registry import VALUE_TYPES
from matter_definitions.state import WITHOUT_MARKS, CaseState, Mark, Notice

_RATED = text("SELECT 1 FROM rating WHERE case_id = :case AND node = 'case_end' LIMIT 1")


@dataclass(frozen=True, slots=True)
class MarkView:
    """Something to mend. `kind` field: `type`, `widget`, `options` and `value` say how to ask for it;
    material: `media_types`. `group`: whose it is, "" for nobody's own. `message` is the officer's."""

    item: str
    item_title: str
    kind: str
    key: str
    group: str
    title: str
    hint: str | None
    message: str
    type: str | None
    widget: str | None
    options: list[OptionOut]
    value: Any
    max_length: int | None
    media_types: list[str]


@dataclass(frozen=True, slots=True)
class ToDo:
    """`kind`: correction, confirmation (of `step` of `item`; `facts` are what is sent), late_supply (papers
    promised for `item`), order (a broken promise is to be put right), prior_notice (something is intended
    against her, and she may speak), hearing (it may be asked for), payment, rating, or `ticket` (an answer or
    an appeal waits for a word). `notice`: which kind of correction (correction, return, late_correction)."""

    kind: str
    text: str
    until: datetime | None
    marks: list[MarkView]
    payment: UUID | None = None
    amount_fen: int | None = None
    item: str | None = None
    step: str | None = None
    notice: str | None = None
    facts: list[ConfirmedFact] = field(default_factory=list[ConfirmedFact])
    ticket: str | None = None


async def to_do_of(
    act: Act, case: ReadCase, *, payments: Sequence[Row[Any]], language: Language = "zh"
) -> list[ToDo]:
    """`payments`: rows of the case's payments."""
    corrections = [await _correction(act, case, each, language=language) for each in open_notices(case.state)]
    due = [_payment(case, row, language=language) for row in payments if row.state == "open" and row.pay_url]
    rating: list[ToDo] = []
    if case.plan.tone != "quiet" and await may_rate(act, case):
        rating = [ToDo("rating", "Tell us how it went" if language == "en" else "请您评价这次办事", None, [])]
    asked = [_confirmation(each, language=language) for each in confirmations_asked(case, language=language)]
    promised = [
        ToDo("late_supply", each.text, each.until, [], item=each.item)
        for each in papers_asked(case, language=language)
    ]
    promised += [
        ToDo("order", each.text, each.until, [], item=each.item)
        for each in orders_open(case, language=language)
    ]
    intended = [
        ToDo("prior_notice", each.text, each.until, [], item=each.item)
        for each in await prior_notices(act, case, language=language)
    ]
    heard = [
        ToDo("hearing", each.text, each.until, [], item=each.item, step=each.step)
        for each in hearings_offered(case, language=language)
    ]
    answered = [
        ToDo("ticket", each.text, each.until, [], ticket=each.number)
        for each in await tickets_waiting(act, case, language=language)
    ]
    return [*intended, *corrections, *asked, *promised, *heard, *due, *answered, *rating]


async def may_rate(act: Act, case: ReadCase) -> bool:
    """The whole is over, and she has not rated it yet; whether she is asked to is the matter's tone."""
    if case.state.ended_at is None:
        return False
    return (await act.connection.execute(_RATED, {"case": case.row.id})).first() is None


def _confirmation(asked: Confirmation, *, language: Language) -> ToDo:
    title, text = asked.item_title, asked.text
    day = deadline_words(asked.until, language=language) if asked.until else ""
    zh, en = f"在{day}前" if day else "", f" by {day}" if day else ""
    words = (
        f"Please confirm for “{title}”{en}: {text}" if language == "en" else f"请{zh}确认“{title}”：{text}"
    )
    return ToDo("confirmation", words, asked.until, [], item=asked.item, step=asked.step, facts=asked.facts)


def open_notices(state: CaseState) -> list[Notice]:
    return [
        each
        for each in state.notices
        if each.sent_at and not each.closed_at and each.kind not in WITHOUT_MARKS
    ]


async def _correction(act: Act, case: ReadCase, notice: Notice, *, language: Language) -> ToDo:
    texts = await read_texts(act, case, [mark.text for marks in notice.marks.values() for mark in marks])
    marks = [
        mark_view(case, item, mark, texts=texts, language=language)
        for item, marks in sorted(notice.marks.items(), key=lambda each: case.state.items[each[0]].number)
        for mark in marks
    ]
    day = deadline_words(notice.answer_until, language=language) if notice.answer_until else ""
    zh, en = f"请在{day}前补正 {len(marks)} 处", f"Please correct {len(marks)} places by {day}"
    words = en if language == "en" else zh
    return ToDo("correction", words, notice.answer_until, marks, notice=notice.kind)


def was_corrected(state: CaseState, target: str) -> bool:
    """The applicant has changed it since a notice asked for it; what a department entered does not count."""
    now = state.versions.get(target, 0)
    return any(target in each.asked and now > each.asked[target] for each in state.notices)


def mark_view(
    case: ReadCase, item: str, mark: Mark, *, texts: Mapping[str, str], language: Language
) -> MarkView:
    kind, _, key = mark.target.partition(":")
    field: FieldPlan | None = case.field(key) if kind == "field" else None
    material: MaterialPlan | None = case.material(key) if kind == "material" else None
    plan = field or material
    return MarkView(
        item=item,
        item_title=case.item_title(item, language=language),
        kind=kind,
        key=key,
        group=case.group_title(key, language=language) if "." in key else "",
        title=plan.title.in_language(language) if plan else key,
        hint=said(plan.hint, language) if plan else None,
        message=texts.get(mark.text.removeprefix("text:"), ""),
        type=field.value_type if field else None,
        widget=VALUE_TYPES[field.value_type].widget if field else None,
        options=options_out(field.options, language=language) if field else [],
        value=case.values.get(key) if field else None,
        max_length=field.max_length if field else None,
        media_types=list(material.media_types) if material else [],
    )


def _payment(case: ReadCase, row: Row[Any], *, language: Language) -> ToDo:
    amount = fen_words(row.amount_fen, language=language)
    title = case.item_title(row.item_key, language=language)
    words = f"Please pay {amount} for “{title}”" if language == "en" else f"请为“{title}”缴费 {amount}"
    return ToDo("payment", words, row.expires_at, [], payment=row.id, amount_fen=row.amount_fen)
