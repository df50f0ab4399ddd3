"""How a ticket begins: with a bad rating, or with a complaint of somebody whose case it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import text

from access.act import Act
from casework.acting import changing
from casework.finding import find_case
from casework.tickets.desk import item_for, lay_on_desk
from casework.tickets.limits import due_of, limits_of
from casework.tickets.states import About, Ticket, TicketKind
from casework.tickets.ticket_rows import StoredTicket, insert_ticket, next_number
from engine.case_change import CaseChange
from forms.form_plan import Text
from matter_definitions import events
from refusals import FieldError, Malformed, NotNow, Unknown

# Enough for everything that can be wrong with a case at once; more would only hide each other.
OPEN_COMPLAINTS_AT_MOST = 5

_OPEN_COMPLAINTS = text("""
    SELECT count(*) FROM ticket
    WHERE case_id = :case AND author = :author AND kind = 'complaint' AND standing <> 'closed'
""")


class TooManyComplaints(NotNow):
    type = "too-many-complaints"
    title = Text(
        zh="您对本件已有多件投诉正在办理，请等待答复",
        en="Several complaints of yours about this case are under way; please wait for the answers",
    )


@dataclass(frozen=True, slots=True)
class TicketOpened:
    """`number` stays until the end. `due_at`: when the next thing has to be done by whoever has it."""

    number: str
    opened_at: datetime
    due_at: datetime | None


async def open_for_rating(act: Act, case: CaseChange, rating: UUID, *, item: str | None) -> TicketOpened:
    """On the desk of the item's department, or of the one that leads the matter."""
    place = item_for(case, item, None)
    stored = await _insert(
        act, case, kind="rating", item=item, region=place.region, department=place.department, rating=rating
    )
    await lay_on_desk(act, case, stored)
    return _opened(stored)


async def make_complaint(
    act: Act,
    case_no: str,
    *,
    words: str,
    about: About,
    item: str | None = None,
    department: str | None = None,
) -> TicketOpened:
    """The author need not know whom it concerns: a supervisor gives it to a department (一口受理).

    Raises Unknown (404, also for an item that the case has not), Malformed (422) and TooManyComplaints (409).
    """
    found = await find_case(act, case_no, action="case.complain")
    if not words.strip():
        raise Malformed(errors=[FieldError("/text", "请写明投诉内容", "say what you complain about")])
    async with changing(act, found.id) as case:
        _check_place(case, item=item, department=department, known=sorted(found.resource.departments))
        row = {"case": case.id, "author": act.actor.person_id}
        if (await act.connection.execute(_OPEN_COMPLAINTS, row)).scalar_one() >= OPEN_COMPLAINTS_AT_MOST:
            raise TooManyComplaints
        stored = await _insert(
            act,
            case,
            kind="complaint",
            item=item,
            region=item_for(case, item, department).region,
            wanted=department or (case.state.items[item].department if item else None),
            about=about,
            words=case.add_text("complaint", words),
        )
        case.happened(events.COMPLAINT_MADE, item=item, ticket=stored.number)
    return _opened(stored)


def _check_place(case: CaseChange, *, item: str | None, department: str | None, known: Sequence[str]) -> None:
    if item is not None and item not in case.state.items:
        raise Unknown
    if department is not None and department not in known:
        zh, en = "该部门没有参与办理本件", "this department has no part in the case"
        raise Malformed(errors=[FieldError("/department", zh, en)])


async def _insert(
    act: Act,
    case: CaseChange,
    *,
    kind: TicketKind,
    item: str | None,
    region: str,
    department: str | None = None,
    wanted: str | None = None,
    rating: UUID | None = None,
    about: About | None = None,
    words: UUID | None = None,
) -> StoredTicket:
    assert act.actor.person_id is not None
    new = Ticket(kind=kind, opened_at=case.now, since=case.now, department=department)
    stored = StoredTicket(
        id=uuid4(),
        number=await next_number(act.connection, case_id=case.id, case_no=case.case_no),
        case_id=case.id,
        case_no=case.case_no,
        author=act.actor.person_id,
        region=region,
        ticket=replace(new, due_at=due_of(new, limits_of(region), case.calendar)),
        rating_id=rating,
        item_key=item,
        wanted_department=wanted,
        about=about,
        words=words,
    )
    await insert_ticket(act.connection, stored)
    return stored


def _opened(stored: StoredTicket) -> TicketOpened:
    return TicketOpened(stored.number, stored.ticket.opened_at, stored.ticket.due_at)
