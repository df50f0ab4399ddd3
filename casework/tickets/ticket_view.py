"""A ticket as one of the three people reads it: its author, the department that answers, a supervisor.

Who wrote it stays with the offices of the case: no name and no id of a person is in here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, text

from access.act import Act
from casework.access_records import record_access
from casework.case_reading import ReadCase, read_case, read_texts
from casework.finding import find_case
from casework.form_words import OptionOut
from casework.organisation import department_names, name_in
from casework.rating_words import option_words
from casework.tickets.act_on_ticket import situation_of, ticket_words
from casework.tickets.guards import TicketSituation
from casework.tickets.limits import appeal_until, speak_until
from casework.tickets.moving import possible
from casework.tickets.rows import TABLE
from casework.tickets.rows import Row as TableRow
from casework.tickets.states import Ticket
from casework.tickets.ticket_list import TicketFilter, TicketLine, list_tickets
from casework.tickets.ticket_rows import StoredTicket, find_ticket
from casework.words import Language
from forms.form_plan import Text

_STEPS = text("""
    SELECT number, at, word, party, department, words, finding, ground, score
    FROM ticket_step WHERE ticket_id = :ticket ORDER BY number
""")
_RATING = text("SELECT score, options, text, excluded_at FROM rating WHERE id = :id")
_OF_CASE_AT_MOST = 200
# What the author reads of what the offices wrote.
_SHOWN = frozenset(row.word for row in TABLE if row.shown)


@dataclass(frozen=True, slots=True)
class TicketStepLine:
    """`by`: author, department or supervisor. `text`: what was written, where the reader may know."""

    number: int
    at: datetime
    act: str
    act_words: str
    by: str
    by_words: str
    department_name: str | None
    text: str | None
    detail: str | None
    score: int | None


@dataclass(frozen=True, slots=True)
class ActOffered:
    """`needs` and `takes`: parts of the body that have to be, and may be, given with it. `shown`: the author
    reads what is written."""

    act: str
    title: str
    needs: list[str]
    takes: list[str]
    shown: bool


@dataclass(frozen=True, slots=True)
class TicketView:
    """`score` and `options`: the rating that it follows; `score_after`: the second one, given at the
    call-back; `counted`: the rating is part of the figures. `wanted_department`: whom the author means.
    `appeal_until`, `speak_until`: while they matter. `is_for_office`: the reader is not its author."""

    number: str
    version: int
    kind: str
    kind_words: str
    case_no: str
    matter_title: str
    item: str | None
    item_title: str | None
    about: str | None
    about_words: str
    text: str | None
    score: int | None
    options: list[str]
    score_after: int | None
    counted: bool
    department: str | None
    department_name: str | None
    wanted_department: str | None
    state: str
    state_words: str
    finding: str | None
    finding_words: str
    outcome: str | None
    outcome_words: str
    opened_at: datetime
    due_at: datetime | None
    overdue: bool
    appeal_until: datetime | None
    speak_until: datetime | None
    closed_at: datetime | None
    passed_back: int
    escalated: int
    steps: list[TicketStepLine]
    allowed: list[ActOffered]
    departments: list[OptionOut]
    is_for_office: bool


async def tickets_of_case(act: Act, case_no: str, *, language: Language = "zh") -> list[TicketLine]:
    """Those that the reader may see, the latest first. Raises Unknown (404)."""
    found = await find_case(act, case_no, action="case.read")
    wanted = TicketFilter(case_no=found.case_no)
    return await list_tickets(act, wanted, limit=_OF_CASE_AT_MOST, language=language)


async def ticket_view(act: Act, number: str, *, language: Language = "zh") -> TicketView:
    """Raises Unknown (404), also for a ticket that the reader may not know of."""
    stored = await find_ticket(act, number, action="ticket.read")
    case = await read_case(act, stored.case_id)
    if act.actor.is_staff:
        await record_access(act, "ticket_opened", case_id=stored.case_id, person_id=stored.author)
    situation = await situation_of(act.actor, act.connection, stored, case)
    rows = (await act.connection.execute(_STEPS, {"ticket": stored.id})).all()
    rating = (await act.connection.execute(_RATING, {"id": stored.rating_id})).one_or_none()
    references = [stored.words, rating.text if rating else None, *(row.words for row in rows)]
    texts = await read_texts(act, case, [str(each) for each in references if each])
    known = {*situation.departments, *(row.department for row in rows if row.department)}
    names = await department_names(act.connection, known)
    return _view(stored, case, rating, situation, rows, texts=texts, names=names, language=language)


def _view(
    stored: StoredTicket,
    case: ReadCase,
    rating: Row[Any] | None,
    situation: TicketSituation,
    rows: Sequence[Row[Any]],
    *,
    texts: Mapping[str, str],
    names: Mapping[str, Text],
    language: Language,
) -> TicketView:
    ticket, has_words = stored.ticket, stored.words or (rating.text if rating else None)
    for_author = situation.party == "author"
    return TicketView(
        number=stored.number,
        version=stored.version,
        kind=ticket.kind,
        kind_words=ticket_words("kind", ticket.kind, language=language),
        case_no=stored.case_no,
        matter_title=case.plan.title.in_language(language),
        item=stored.item_key,
        item_title=case.item_title(stored.item_key, language=language) or None,
        about=stored.about,
        about_words=ticket_words("about", stored.about, language=language),
        text=texts.get(str(has_words)),
        score=rating.score if rating else None,
        options=[option_words(each, language=language) for each in rating.options] if rating else [],
        score_after=ticket.score_after,
        counted=rating is None or rating.excluded_at is None,
        department=ticket.department,
        department_name=name_in(names, ticket.department, language) if ticket.department else None,
        wanted_department=stored.wanted_department,
        state=ticket.standing,
        state_words=ticket_words("standing", ticket.standing, language=language),
        finding=ticket.finding,
        finding_words="" if for_author else ticket_words("finding", ticket.finding, language=language),
        outcome=ticket.outcome,
        outcome_words=ticket_words("outcome", ticket.outcome, language=language),
        opened_at=ticket.opened_at,
        due_at=ticket.due_at,
        overdue=ticket.due_at is not None and situation.now > ticket.due_at,
        **_periods(ticket, situation),
        closed_at=ticket.closed_at,
        passed_back=ticket.passed_back,
        escalated=ticket.escalated,
        steps=[
            _step(row, for_author=for_author, texts=texts, names=names, language=language) for row in rows
        ],
        allowed=_offered(possible(ticket, situation), language=language),
        departments=[
            OptionOut(code, name_in(names, code, language)) for code in sorted(situation.departments)
        ]
        if situation.party == "supervisor"
        else [],
        is_for_office=not for_author,
    )


def _periods(ticket: Ticket, situation: TicketSituation) -> dict[str, datetime | None]:
    appealed = ticket.standing == "appealed"
    may_appeal = ticket.kind == "rating" and ticket.ground is None and ticket.is_with_department
    return {
        "appeal_until": appeal_until(ticket, situation.limits, situation.calendar) if may_appeal else None,
        "speak_until": speak_until(ticket, situation.limits, situation.calendar) if appealed else None,
    }


def _offered(rows: Sequence[TableRow], *, language: Language) -> list[ActOffered]:
    """Each word once, in the order of the table."""
    first = {row.word: row for row in reversed(rows)}
    return [
        ActOffered(
            act=word,
            title=ticket_words("act", word, language=language),
            needs=list(first[word].needs),
            takes=list(first[word].takes),
            shown=first[word].shown,
        )
        for word in dict.fromkeys(row.word for row in rows)
    ]


def _step(
    row: Row[Any],
    *,
    for_author: bool,
    texts: Mapping[str, str],
    names: Mapping[str, Text],
    language: Language,
) -> TicketStepLine:
    hidden = for_author and row.word not in _SHOWN
    found = "" if hidden else ticket_words("finding", row.finding, language=language)
    return TicketStepLine(
        number=row.number,
        at=row.at,
        act=row.word,
        act_words=ticket_words("act", row.word, language=language),
        by=row.party,
        by_words=ticket_words("party", row.party, language=language),
        department_name=name_in(names, row.department, language) if row.department else None,
        text=None if hidden else texts.get(str(row.words)),
        detail=found or ticket_words("ground", row.ground, language=language) or None,
        score=row.score,
    )
