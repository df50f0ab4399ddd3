"""The register of letters (发文、收文登记): what an office has sent and received, as a list or as CSV.

An officer sees the letters of his own office, a supervisor those of the cases of his place.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Row, text

from access.act import Act
from access.policy import demand
from casework.cursors import After, moment_and_id
from casework.letters import authority_name
from casework.organisation import department_names
from casework.words import Language, state_words
from clocks.calendar import local_date, start_of
from database.session import legal_now
from forms.form_plan import Text

Direction = Literal["sent", "received"]
Standing = Literal["open", "overdue", "answered"]
CSV_AT_MOST = 5000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would compute

_FIND = text("""
    SELECT l.id, c.case_no, l.item_key, l.number, l.kind, l.from_department, l.to_department, l.sent_at,
        l.due_at, l.answered_at, l.state, l.outcome, l.subject_zh, l.subject_en, l.outside_zh, l.outside_en,
        a.number AS answers, r.number AS answered_by
    FROM letter l JOIN matter_case c ON c.id = l.case_id
        LEFT JOIN letter a ON a.id = l.answers LEFT JOIN letter r ON r.answers = l.id
    WHERE (CAST(:sender AS text) IS NULL OR l.from_department = :sender)
        AND (CAST(:addressee AS text) IS NULL OR l.to_department = :addressee)
        AND (CAST(:words AS text) IS NULL
            OR strpos(lower(concat_ws(' ', l.number, c.case_no, l.subject_zh, l.subject_en, l.outside_zh,
                l.outside_en)), lower(:words)) > 0)
        AND (CAST(:first AS timestamptz) IS NULL OR l.sent_at >= :first)
        AND (CAST(:last AS timestamptz) IS NULL OR l.sent_at < :last)
        AND CASE CAST(:standing AS text)
            WHEN 'open' THEN l.state = 'sent' AND l.due_at IS NOT NULL
            WHEN 'overdue' THEN l.state = 'sent' AND l.due_at < :now
            WHEN 'answered' THEN l.state = 'answered'
            ELSE true END
        AND (CAST(:at AS timestamptz) IS NULL OR (l.sent_at, l.id) < (:at, :id))
    ORDER BY l.sent_at DESC, l.id DESC LIMIT :limit
""")


@dataclass(frozen=True, slots=True)
class RegisterQuery:
    """`words`: within number, case, subject or authority. `first`, `last`: days, both included. `standing`:
    waits for its answer, waits too long, or has it."""

    direction: Direction = "sent"
    words: str | None = None
    first: date | None = None
    last: date | None = None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """`answers`, `answered_by`: numbers of the letters before and after it."""

    id: UUID
    number: str
    sent_at: datetime
    sender: str
    addressee: str
    subject: str
    case_no: str
    item: str
    kind: str
    answers: str | None
    due_at: datetime | None
    overdue: bool
    answered_at: datetime | None
    answered_by: str | None
    outcome: str | None


async def letter_register(
    act: Act, query: RegisterQuery, *, limit: int, after: After = (), language: Language = "zh"
) -> list[RegisterLine]:
    """The latest first."""
    demand(act.actor, "case.list")
    department = act.actor.department if act.actor.kind == "officer" else None
    now = await legal_now(act.connection)
    place = moment_and_id(after)
    values = {
        "sender": department if query.direction == "sent" else None,
        "addressee": department if query.direction == "received" else None,
        "words": query.words or None,
        "first": start_of(query.first) if query.first else None,
        "last": start_of(query.last + timedelta(days=1)) if query.last else None,
        "standing": query.standing,
        "now": now,
        "at": place[0] if place else None,
        "id": place[1] if place else None,
        "limit": limit,
    }
    rows = (await act.connection.execute(_FIND, values)).all()
    codes = {code for row in rows for code in (row.from_department, row.to_department)}
    names = await department_names(act.connection, codes)
    return [_line(row, names, now=now, language=language) for row in rows]


async def letter_register_csv(act: Act, query: RegisterQuery, *, language: Language = "zh") -> str:
    """For a spreadsheet: what it would compute is quoted. At most `CSV_AT_MOST` lines, the latest."""
    lines = await letter_register(act, query, limit=CSV_AT_MOST, language=language)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(each.in_language(language) for each in _COLUMNS)
    for line in lines:
        writer.writerow(_quoted(each) for each in _cells(line, language))
    return "\ufeff" + out.getvalue()


_COLUMNS = (
    Text("文号", "Number"),
    Text("日期", "Date"),
    Text("发函机关", "From"),
    Text("收函机关", "To"),
    Text("事由", "Subject"),
    Text("办件编号", "Case"),
    Text("答复对应文号", "Answers"),
    Text("复函期限", "Answer due"),
    Text("复函日期", "Answered"),
    Text("复函文号", "Answered by"),
    Text("复函结论", "Outcome"),
)


def _cells(line: RegisterLine, language: Language) -> list[str]:
    outcome = state_words("outcome", line.outcome, language=language) if line.outcome else ""
    return [
        line.number,
        _day(line.sent_at),
        line.sender,
        line.addressee,
        line.subject,
        line.case_no,
        line.answers or "",
        _day(line.due_at),
        _day(line.answered_at),
        line.answered_by or "",
        outcome,
    ]


def _day(moment: datetime | None) -> str:
    return local_date(moment).isoformat() if moment else ""


def _quoted(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _line(row: Row[Any], names: Mapping[str, Text], *, now: datetime, language: Language) -> RegisterLine:
    return RegisterLine(
        id=row.id,
        number=row.number,
        sent_at=row.sent_at,
        sender=authority_name(row, row.from_department, names, language=language),
        addressee=authority_name(row, row.to_department, names, language=language),
        subject=(row.subject_en if language == "en" else row.subject_zh) or "",
        case_no=row.case_no,
        item=row.item_key,
        kind=row.kind,
        answers=row.answers,
        due_at=row.due_at,
        overdue=row.state == "sent" and row.due_at is not None and row.due_at < now,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        outcome=row.outcome,
    )
