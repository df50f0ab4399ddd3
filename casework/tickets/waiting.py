"""What waits for its author's word: an answer, or an appeal that is not decided before he could speak."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, text

from access.act import Act
from casework.case_reading import ReadCase
from casework.tickets.limits import after, limits_of
from casework.words import Language
from forms.form_plan import Text

_WAITING = text("""
    SELECT number, standing, region, since, due_at FROM ticket
    WHERE case_id = :case AND author = :person
        AND (standing = 'answered' OR (standing = 'appealed' AND heard_at IS NULL))
    ORDER BY opened_at, number
""")
_WORDS = {
    "answered": Text(
        "部门已答复您的评价或投诉，请看看是否满意",
        "A department has answered your rating or complaint; please say whether it will do",
    ),
    "appealed": Text(
        "部门对您的评价提出申诉，决定前您可以陈述意见",
        "A department appealed against your rating; you may speak before it is decided",
    ),
}


@dataclass(frozen=True, slots=True)
class WaitingTicket:
    number: str
    text: str
    until: datetime | None


async def tickets_waiting(act: Act, case: ReadCase, *, language: Language) -> list[WaitingTicket]:
    """Of the person who reads the case."""
    rows = await act.connection.execute(_WAITING, {"case": case.row.id, "person": act.actor.person_id})
    return [
        WaitingTicket(row.number, _WORDS[row.standing].in_language(language), _until(row, case))
        for row in rows
    ]


def _until(row: Row[Any], case: ReadCase) -> datetime | None:
    """An appeal may be decided as soon as its author could have spoken."""
    if row.standing == "appealed":
        return after(row.since, limits_of(row.region).speak, case.calendar)
    return row.due_at
