"""The rows of tickets: found as the reader that the actor is, read again and written as the engine."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, text

from access.act import Act
from access.policy import Action, demand
from access.resources import TicketResource
from casework.tickets.states import About, Party, Ticket, TicketAct
from database.connection import Connection
from refusals import Unknown

_FORM = re.compile(r"[0-9]{23}-T[0-9]{2,4}")

_READ = text("""
    SELECT id, number, kind, case_id, case_no, rating_id, item_key, author, region, wanted_department, about,
        words, department, standing, finding, ground, heard_at, longer, passed_back, escalated, score_after,
        outcome, version, opened_at, since, due_at, closed_at
    FROM ticket WHERE number = :number
""")
_COUNT = text("SELECT count(*) FROM ticket WHERE case_id = :case")
_INSERT = text("""
    INSERT INTO ticket (id, number, kind, case_id, case_no, rating_id, item_key, author, region,
        wanted_department, about, words, department, standing, opened_at, since, due_at)
    VALUES (:id, :number, :kind, :case_id, :case_no, :rating_id, :item_key, :author, :region,
        :wanted_department, :about, :words, :department, :standing, :opened_at, :since, :due_at)
""")
_UPDATE = text("""
    UPDATE ticket SET standing = :standing, department = :department, since = :since, due_at = :due_at,
        finding = :finding, ground = :ground, heard_at = :heard_at, longer = :longer,
        passed_back = :passed_back, escalated = :escalated, score_after = :score_after, outcome = :outcome,
        closed_at = :closed_at, version = version + 1
    WHERE id = :id
""")
_STEP = text("""
    INSERT INTO ticket_step (id, ticket_id, number, at, word, party, actor, department, words, finding,
        ground, score)
    VALUES (:id, :ticket, (SELECT coalesce(max(number), 0) + 1 FROM ticket_step WHERE ticket_id = :ticket),
        :at, :word, :party, :actor, :department, :words, :finding, :ground, :score)
""")


@dataclass(frozen=True, slots=True)
class StoredTicket:
    """`words`: the id of what a complaint says. `wanted_department`: whom its author means."""

    id: UUID
    number: str
    case_id: int
    case_no: str
    author: UUID
    region: str
    ticket: Ticket
    rating_id: UUID | None = None
    item_key: str | None = None
    wanted_department: str | None = None
    about: About | None = None
    words: UUID | None = None
    version: int = 1

    @property
    def resource(self) -> TicketResource:
        return TicketResource(author=self.author, department=self.ticket.department or "", region=self.region)


async def find_ticket(act: Act, number: str, *, action: Action) -> StoredTicket:
    """Raises Unknown (404), also for a ticket that the actor may not know of, and NotYours (403)."""
    found = await read_ticket(act.connection, number)
    demand(act.actor, action, found.resource)
    return found


async def read_ticket(connection: Connection, number: str) -> StoredTicket:
    """With the rights that the transaction has now; raises Unknown."""
    if _FORM.fullmatch(number) is None:
        raise Unknown
    row = (await connection.execute(_READ, {"number": number})).one_or_none()
    if row is None:
        raise Unknown
    return _stored(row)


async def next_number(connection: Connection, *, case_id: int, case_no: str) -> str:
    """Within the case, which is locked. As the engine, who sees all of them."""
    count: int = (await connection.execute(_COUNT, {"case": case_id})).scalar_one()
    return f"{case_no}-T{count + 1:02d}"


async def insert_ticket(connection: Connection, stored: StoredTicket) -> None:
    ticket = stored.ticket
    row = {
        "id": stored.id,
        "number": stored.number,
        "kind": ticket.kind,
        "case_id": stored.case_id,
        "case_no": stored.case_no,
        "rating_id": stored.rating_id,
        "item_key": stored.item_key,
        "author": stored.author,
        "region": stored.region,
        "wanted_department": stored.wanted_department,
        "about": stored.about,
        "words": stored.words,
        "department": ticket.department,
        "standing": ticket.standing,
        "opened_at": ticket.opened_at,
        "since": ticket.since,
        "due_at": ticket.due_at,
    }
    await connection.execute(_INSERT, row)


async def update_ticket(connection: Connection, ticket_id: UUID, ticket: Ticket) -> None:
    row = {
        "id": ticket_id,
        "standing": ticket.standing,
        "department": ticket.department,
        "since": ticket.since,
        "due_at": ticket.due_at,
        "finding": ticket.finding,
        "ground": ticket.ground,
        "heard_at": ticket.heard_at,
        "longer": ticket.longer,
        "passed_back": ticket.passed_back,
        "escalated": ticket.escalated,
        "score_after": ticket.score_after,
        "outcome": ticket.outcome,
        "closed_at": ticket.closed_at,
    }
    await connection.execute(_UPDATE, row)


async def insert_step(
    act: Act, stored: StoredTicket, done: TicketAct, *, party: Party, at: datetime, words: UUID | None
) -> None:
    """`at`: legal time."""
    row = {
        "id": uuid4(),
        "ticket": stored.id,
        "at": at,
        "word": done.word,
        "party": party,
        "actor": act.actor.key,
        "department": done.department or stored.ticket.department,
        "words": words,
        "finding": done.finding,
        "ground": done.ground,
        "score": done.score,
    }
    await act.connection.execute(_STEP, row)


def _stored(row: Row[Any]) -> StoredTicket:
    ticket = Ticket(
        kind=row.kind,
        opened_at=row.opened_at,
        since=row.since,
        standing=row.standing,
        department=row.department,
        due_at=row.due_at,
        finding=row.finding,
        ground=row.ground,
        heard_at=row.heard_at,
        longer=row.longer,
        passed_back=row.passed_back,
        escalated=row.escalated,
        score_after=row.score_after,
        outcome=row.outcome,
        closed_at=row.closed_at,
    )
    return StoredTicket(
        id=row.id,
        number=row.number,
        case_id=row.case_id,
        case_no=row.case_no,
        author=row.author,
        region=row.region,
        ticket=ticket,
        rating_id=row.rating_id,
        item_key=row.item_key,
        wanted_department=row.wanted_department,
        about=row.about,
        words=row.words,
        version=row.version,
    )
