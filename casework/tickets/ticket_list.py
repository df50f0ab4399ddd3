"""Tickets as lists: mine, my department's, or a supervisor's; what is written in them is not in here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, Row, func, select, tuple_

from access.act import Act
from access.policy import demand
from access.regions import region_prefix
from access.scope import tickets_for
from casework.cursors import After, moment_and_text
from casework.organisation import department_names, name_in
from casework.tickets.act_on_ticket import ticket_words
from casework.words import Language
from database.session import legal_now
from database.tables.ticket import Ticket

PATH = "/api/v1/tickets"

State = Literal["open", "closed"]
Kind = Literal["rating", "complaint"]


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """`overdue`: it is past its limit, and not closed."""

    state: State | None = None
    kind: Kind | None = None
    overdue: bool | None = None
    case_no: str | None = None
    region: str | None = None
    department: str | None = None

    def drill(self) -> str:
        """The query that lists the tickets of a figure."""
        given = {
            "state": self.state,
            "kind": self.kind,
            "overdue": None if self.overdue is None else str(self.overdue).lower(),
            "case_no": self.case_no,
            "region": self.region,
            "department": self.department,
        }
        query = {key: value for key, value in given.items() if value is not None}
        return f"{PATH}?{urlencode(query)}" if query else PATH


@dataclass(frozen=True, slots=True)
class TicketLine:
    number: str
    kind: str
    kind_words: str
    case_no: str
    item: str | None
    department: str | None
    department_name: str | None
    state: str
    state_words: str
    outcome: str | None
    outcome_words: str
    opened_at: datetime
    due_at: datetime | None
    overdue: bool
    closed_at: datetime | None
    passed_back: int
    escalated: int


async def list_tickets(
    act: Act, wanted: TicketFilter, *, limit: int, after: After = (), language: Language = "zh"
) -> list[TicketLine]:
    """The latest first. `after`: when the last one of the page before was opened, and its number.

    Raises NotYours (403) and Malformed (422, no cursor of ours)."""
    demand(act.actor, "ticket.list")
    now = await legal_now(act.connection)
    statement = select(Ticket.__table__).where(tickets_for(act.actor), *conditions(wanted, now=now))
    if last := moment_and_text(after):
        statement = statement.where(tuple_(Ticket.opened_at, Ticket.number) < last)
    statement = statement.order_by(Ticket.opened_at.desc(), Ticket.number.desc()).limit(limit)
    rows = (await act.connection.execute(statement)).all()
    names = await department_names(act.connection, {row.department for row in rows if row.department})
    return [
        _line(
            row,
            department_name=name_in(names, row.department, language) if row.department else None,
            now=now,
            language=language,
        )
        for row in rows
    ]


async def count_tickets(act: Act, wanted: TicketFilter, *, now: datetime) -> int:
    """As many as `list_tickets` lists."""
    statement = (
        select(func.count()).select_from(Ticket).where(tickets_for(act.actor), *conditions(wanted, now=now))
    )
    return (await act.connection.execute(statement)).scalar_one()


def conditions(wanted: TicketFilter, *, now: datetime) -> list[ColumnElement[bool]]:
    """`now`: legal time."""
    found: list[ColumnElement[bool]] = []
    if wanted.state is not None:
        closed = Ticket.standing == "closed"
        found.append(closed if wanted.state == "closed" else ~closed)
    if wanted.kind is not None:
        found.append(Ticket.kind == wanted.kind)
    if wanted.overdue is not None:
        late = func.coalesce(Ticket.due_at < now, False)
        found.append(late if wanted.overdue else ~late)
    if wanted.case_no is not None:
        found.append(Ticket.case_no == wanted.case_no)
    if wanted.region is not None:
        found.append(Ticket.region.startswith(region_prefix(wanted.region), autoescape=True))
    if wanted.department is not None:
        found.append(Ticket.department == wanted.department)
    return found


def _line(row: Row[Any], *, department_name: str | None, now: datetime, language: Language) -> TicketLine:
    return TicketLine(
        number=row.number,
        kind=row.kind,
        kind_words=ticket_words("kind", row.kind, language=language),
        case_no=row.case_no,
        item=row.item_key,
        department=row.department,
        department_name=department_name,
        state=row.standing,
        state_words=ticket_words("standing", row.standing, language=language),
        outcome=row.outcome,
        outcome_words=ticket_words("outcome", row.outcome, language=language),
        opened_at=row.opened_at,
        due_at=row.due_at,
        overdue=row.due_at is not None and row.due_at < now,
        closed_at=row.closed_at,
        passed_back=row.passed_back,
        escalated=row.escalated,
    )
