"""Letters from department to department: written, read and answered at the desk."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from casework.acting_on_task import acting_on_task, find_task_of_kind
from casework.case_reading import read_case, read_texts
from casework.finding import find_case
from casework.organisation import department_names, name_in
from casework.words import Language
from matter_definitions.acts.corresponding import AnswerLetter, SendLetter
from matter_definitions.corresponding import is_sent

_LETTERS = text("""
    SELECT l.id, l.item_key, l.step, l.number, l.kind, l.from_department, l.to_department, l.text_id, l.state,
        l.sent_at, l.answered_at, a.number AS answers
    FROM letter l LEFT JOIN letter a ON a.id = l.answers WHERE l.case_id = :case ORDER BY l.sent_at, l.number
""")


@dataclass(frozen=True, slots=True)
class LetterLine:
    """`sender` and `addressee` are departments; `answers`: the number of the letter that this one answers."""

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
            sender=name_in(names, row.from_department, language),
            addressee=name_in(names, row.to_department, language),
            text=texts.get(str(row.text_id)),
            state=row.state,
            sent_at=row.sent_at,
            answered_at=row.answered_at,
            answers=row.answers,
        )
        for row in rows
    ]


async def send_letter(act: Act, task_id: UUID, words: str, *, if_version: int | None = None) -> str:
    """The case's number. Raises as `acting_on_task`, and NotNow (409) when it was sent already."""
    async with acting_on_task(act, task_id, kind="letter", if_version=if_version) as (case, task):
        text_id = case.add_text("letter", words)
        case.apply(SendLetter(task.item_key, task.step, str(text_id)))
    return task.case_no


async def answer_letter(
    act: Act, task_id: UUID, words: str, *, outcome: str, if_version: int | None = None
) -> str:
    """`outcome`: confirmed or not_confirmed. Gives the case's number. Raises as `acting_on_task`, and NotNow
    (409, with `allowed`)."""
    async with acting_on_task(act, task_id, kind="letter", if_version=if_version) as (case, task):
        text_id = case.add_text("letter", words)
        case.apply(AnswerLetter(task.item_key, task.step, outcome, str(text_id)))
    return task.case_no


@dataclass(frozen=True, slots=True)
class LetterDesk:
    """What a task of a letter asks for: to write it, or to answer it."""

    task: UUID
    case_no: str
    title_zh: str
    title_en: str
    to_answer: bool
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
        open=task.state == "open",
    )
