"""One act on a ticket: of its author, of an officer of the department that answers, of a supervisor."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import text

from access.act import Act
from access.actor import Actor, Kind
from casework.acting import changing
from casework.case_reading import ReadCase
from casework.tickets.desk import lay_on_desk
from casework.tickets.guards import TicketSituation
from casework.tickets.limits import limits_of
from casework.tickets.moving import move
from casework.tickets.rows import Row
from casework.tickets.states import Party, TicketAct
from casework.tickets.ticket_rows import (
    StoredTicket,
    find_ticket,
    insert_step,
    read_ticket,
    update_ticket,
)
from casework.words import Language, words_of_file
from database.connection import Connection
from engine.case_change import CaseChange
from engine.effects import key_of, own_row
from refusals import Stale

PARTIES: dict[Kind, Party] = {"applicant": "author", "officer": "department", "supervisor": "supervisor"}
_CHANNELS = {"box": None, "sms": "sms"}

# Who had it on his desk, or had a part in the items that it is about.
_CONCERNED = text("""
    SELECT assignee::text AS actor FROM task
    WHERE case_id = :case AND assignee IS NOT NULL AND (CAST(:item AS text) IS NULL OR item_key = :item)
    UNION SELECT actor FROM ticket_step WHERE ticket_id = :ticket AND party = 'department'
""")
_DEPARTMENTS = text("SELECT unnest(departments) AS department FROM matter_case WHERE id = :case")
_SUBJECT = text("""
    SELECT k.subject FROM matter_case c JOIN consent k ON k.application_id = c.application
    WHERE c.id = :case AND k.person_id = :author AND k.state = 'given' ORDER BY k.answered_at DESC LIMIT 1
""")
_EXCLUDE = text("UPDATE rating SET excluded_at = :now WHERE id = :rating")


@dataclass(frozen=True, slots=True)
class TicketMoved:
    """As the ticket stands now; who has passed it back does not see it any more."""

    number: str
    version: int
    state: str
    state_words: str
    due_at: datetime | None
    outcome: str | None


async def act_on_ticket(
    act: Act, number: str, wanted: TicketAct, *, if_version: int | None = None, language: Language = "zh"
) -> TicketMoved:
    """Raises Unknown (404), NotYours (403), TicketNotNow (409, with `allowed`), Stale (412) and Malformed
    (422)."""
    found = await find_ticket(act, number, action="ticket.act")
    async with changing(act, found.case_id) as case:
        stored = await read_ticket(act.connection, number)  # somebody may have come first while this waited
        situation = await situation_of(act.actor, act.connection, stored, case)
        if not situation.is_party(stored.ticket) or (if_version or stored.version) != stored.version:
            raise Stale
        ticket, row = move(stored.ticket, wanted, situation)
        after = replace(stored, ticket=ticket, version=stored.version + 1)
        await update_ticket(act.connection, stored.id, ticket)
        words = case.add_text("ticket", wanted.text) if wanted.text else None
        await insert_step(act, stored, wanted, party=situation.party, at=case.now, words=words)
        if row.outcome == "upheld":
            await act.connection.execute(_EXCLUDE, {"rating": stored.rating_id, "now": case.now})
        await lay_on_desk(act, case, after, word=row.word)
        case.happened(row.event, item=stored.item_key, ticket=number)
        await _tell(case, after, row)
    return TicketMoved(
        number=number,
        version=after.version,
        state=ticket.standing,
        state_words=ticket_words("standing", ticket.standing, language=language),
        due_at=ticket.due_at,
        outcome=ticket.outcome,
    )


async def situation_of(
    actor: Actor, connection: Connection, stored: StoredTicket, case: CaseChange | ReadCase
) -> TicketSituation:
    """As this person stands to the ticket."""
    place = {"case": stored.case_id, "item": stored.item_key, "ticket": stored.id}
    concerned, departments = await connection.execute_together(
        (_CONCERNED, place), (_DEPARTMENTS, {"case": stored.case_id})
    )
    return TicketSituation(
        now=case.now,
        calendar=case.calendar,
        limits=limits_of(stored.region),
        party=PARTIES[actor.kind],
        actor=actor.key,
        actor_department=actor.department,
        concerned=frozenset(row.actor for row in concerned),
        departments=frozenset(row.department for row in departments),
    )


def ticket_words(section: str, code: str | None, *, language: Language) -> str:
    """A section of `words.yaml`; '' for what is not there."""
    return words_of_file("tickets/words.yaml")[section][code][language] if code else ""


async def _tell(case: CaseChange, stored: StoredTicket, row: Row) -> None:
    """In the message box and by SMS. One who is no party any more reads it on the ticket's page only."""
    if row.tells is None:
        return
    recipient = await _recipient(case, stored)
    if recipient is None:
        return
    for channel, connector in _CHANNELS.items():
        step = f"{stored.number}:{row.tells}:{channel}"
        message = own_row(
            key_of(case.case_no, item=stored.item_key, step=step, round=stored.version),
            kind="notify",
            item=stored.item_key,
            step=step,
            round=stored.version,
            now=case.now,
            connector=connector,
            template=row.tells,
            recipient=recipient,
            channel=channel,
        )
        case.plan_effect(message)


async def _recipient(case: CaseChange, stored: StoredTicket) -> str | None:
    """As messages name people: `applicant`, or the subject of the form that a party consented as."""
    if stored.author == case.row.applicant:
        return "applicant"
    row = {"case": case.id, "author": stored.author}
    return (await case.connection.execute(_SUBJECT, row)).scalar_one_or_none()
