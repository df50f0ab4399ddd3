"""Letters from department to department: written, read and answered at the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from access.act import Act
from casework.acting_on_task import acting_on_task, find_task_of_kind
from casework.case_reading import ReadCase, read_case, read_texts
from casework.finding import TaskRow, find_case
from casework.organisation import department_names, name_in
from casework.words import Language
from engine.case_change import CaseChange
from forms.form_plan import Text
from matter_definitions.acts.corresponding import AnswerLetter, SendLetter
from matter_definitions.corresponding import OUTSIDE, is_sent
from refusals import FieldError, Malformed

_NUMBER = Text(
    "本平台以外机关的复函须写明其文号，平台内的复函由系统编号",
    "an answer on paper has the number of whoever wrote it; inside the platform it gets its own",
)
_LETTERS = text("""
    SELECT l.id, l.item_key, l.step, l.number, l.kind, l.from_department, l.to_department, l.text_id, l.state,
        l.sent_at, l.answered_at, a.number AS answers, l.outside_zh, l.outside_en, l.due_at, l.outcome,
        (SELECT d.id FROM document d WHERE d.case_id = l.case_id AND d.state <> 'drawn'
            AND d.step = 'LETTER_SENT:' || l.id) AS document
    FROM letter l LEFT JOIN letter a ON a.id = l.answers WHERE l.case_id = :case ORDER BY l.sent_at, l.number
""")


@dataclass(frozen=True, slots=True)
class LetterLine:
    """`sender` and `addressee` are departments; `answers`: the number of the letter that this one answers.
    `document`: the sealed paper, once it is drawn."""

    id: UUID
    item: str
    item_title: str
    step: str
    number: str
    kind: str
    sender: str
    addressee: str
    text: str | None
    state: str
    sent_at: datetime
    answered_at: datetime | None
    answers: str | None
    due_at: datetime | None
    outcome: str | None
    document: UUID | None


async def letters_of(act: Act, case_no: str, *, language: Language = "zh") -> list[LetterLine]:
    """The earliest first. Raises Unknown (404)."""
    found = await find_case(act, case_no, action="case.read")
    case = await read_case(act, found.id)
    rows = (await act.connection.execute(_LETTERS, {"case": found.id})).all()
    departments = {code for row in rows for code in (row.from_department, row.to_department)}
    names = await department_names(act.connection, departments)
    texts = await read_texts(act, case, [str(row.text_id) for row in rows if row.text_id])
    return [
        LetterLine(
            id=row.id,
            item=row.item_key,
            item_title=case.item_title(row.item_key, language=language),
            step=row.step,
            number=row.number,
            kind=row.kind,
            sender=authority_name(row, row.from_department, names, language=language),
            addressee=authority_name(row, row.to_department, names, language=language),
            text=texts.get(str(row.text_id)),
            state=row.state,
            sent_at=row.sent_at,
            answered_at=row.answered_at,
            answers=row.answers,
            due_at=row.due_at,
            outcome=row.outcome,
            document=row.document,
        )
        for row in rows
    ]


def authority_name(row: Row[Any], code: str, names: Mapping[str, Text], *, language: Language) -> str:
    """Of a department, or of the authority outside that the letter in `row` goes to or comes from."""
    if code == OUTSIDE:
        return row.outside_en if language == "en" else row.outside_zh
    return name_in(names, code, language)


async def send_letter(act: Act, task_id: UUID, words: str, *, if_version: int | None = None) -> str:
    """The case's number. Raises as `acting_on_task`, and NotNow (409) when it was sent already."""
    async with acting_on_task(act, task_id, kind="letter", if_version=if_version) as (case, task):
        text_id = case.add_text("letter", words)
        case.apply(SendLetter(task.item_key, task.step, str(text_id)))
    return task.case_no


async def answer_letter(
    act: Act,
    task_id: UUID,
    words: str,
    *,
    outcome: str,
    number: str | None = None,
    if_version: int | None = None,
) -> str:
    """`outcome`: confirmed or not_confirmed. `number`: of an answer that came on paper. Gives the case's
    number. Raises as `acting_on_task`, NotNow (409, with `allowed`) and Malformed (422)."""
    async with acting_on_task(act, task_id, kind="letter", if_version=if_version) as (case, task):
        if _is_outside(case, task) != (number is not None):
            raise Malformed(errors=[FieldError("/number", _NUMBER.zh, _NUMBER.en)])
        text_id = case.add_text("letter", words)
        case.apply(AnswerLetter(task.item_key, task.step, outcome, str(text_id), number))
    return task.case_no


def _is_outside(case: CaseChange | ReadCase, task: TaskRow) -> bool:
    """Whether the authority asked is not on this installation."""
    step = case.plan.step(case.state.items[task.item_key].code, task.step)
    return step.letter is not None and step.letter.outside is not None


@dataclass(frozen=True, slots=True)
class LetterDesk:
    """What a task of a letter asks for: to write it, or to answer it; of one `outside`, to write down what
    came on paper."""

    task: UUID
    case_no: str
    title_zh: str
    title_en: str
    to_answer: bool
    outside: bool
    open: bool


async def letters_of_task(act: Act, task_id: UUID) -> LetterDesk:
    """Raises Unknown (404) and AnotherKindOfTask (409)."""
    task = await find_task_of_kind(act, task_id, kind="letter")
    case = await read_case(act, task.case_id)
    step = case.state.items[task.item_key].steps[task.step]
    return LetterDesk(
        task=task.id,
        case_no=task.case_no,
        title_zh=task.title_zh,
        title_en=task.title_en,
        to_answer=is_sent(step),
        outside=_is_outside(case, task),
        open=task.state == "open",
    )
