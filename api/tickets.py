"""Complaints, and what follows a bad rating: for their author, the department that answers, a supervisor."""

from typing import Annotated, Literal

from fastapi import Query, Response
from pydantic import BaseModel, Field

from access.act import CurrentAct
from access.rules import access
from api.frame.models import NO_ZERO, Body
from api.frame.pages import Page, Paging
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from api.frame.versions import IfVersion, set_version
from casework.tickets.act_on_ticket import TicketMoved, act_on_ticket
from casework.tickets.opening import TicketOpened, make_complaint
from casework.tickets.states import About, Finding, Ground, TicketAct, Word
from casework.tickets.ticket_list import TicketFilter, TicketLine, list_tickets
from casework.tickets.ticket_view import TicketView, ticket_view, tickets_of_case

router = api_router(tag="tickets", prefix=ROOT)

LONGEST = 2000


class ComplaintBody(Body):
    text: str = Field(min_length=1, max_length=LONGEST)
    kind: About = Field(default="other", description="What it is about")
    item: str | None = Field(default=None, max_length=100, description="An item's key; without: the case")
    department: str | None = Field(
        default=None, max_length=100, description="Whom it concerns, if known; a supervisor decides"
    )


class TicketActBody(Body):
    """Which parts an act needs and takes is in `allowed` of the ticket."""

    act: Word
    text: str | None = Field(default=None, max_length=LONGEST)
    finding: Finding | None = None
    ground: Ground | None = Field(default=None, description="Of an appeal against a rating")
    department: str | None = Field(default=None, max_length=100, description="kind@region")
    score: int | None = Field(default=None, ge=1, le=5, description="The second rating; the first one stays")

    def meant(self) -> TicketAct:
        return TicketAct(
            self.act,
            text=self.text,
            finding=self.finding,
            ground=self.ground,
            department=self.department,
            score=self.score,
        )


class Tickets(BaseModel):
    items: list[TicketLine]
    next: str | None = None


@router.post("/cases/{case_no}/complaints", status_code=201, summary="Complain about a case")
@access("applicant")
async def complain(case_no: str, body: ComplaintBody, act: CurrentAct) -> TicketOpened:
    """A supervisor gives it to a department; its number stays until it is closed."""
    return await make_complaint(
        act, case_no, words=body.text, about=body.kind, item=body.item, department=body.department
    )


@router.get("/cases/{case_no}/tickets", summary="Complaints and follow-ups of a case")
@access("applicant", "officer", "supervisor")
async def get_tickets_of_case(case_no: str, act: CurrentAct, language: Spoken) -> Tickets:
    """One's own, those that one's department has to answer, or all for a supervisor; the latest first."""
    return Tickets(items=await tickets_of_case(act, case_no, language=language))


@router.get("/tickets", summary="Complaints and follow-ups")
@access("applicant", "officer", "supervisor")
async def get_tickets(
    act: CurrentAct,
    page: Paging,
    language: Spoken,
    state: Annotated[Literal["open", "closed"] | None, Query()] = None,
    kind: Annotated[Literal["rating", "complaint"] | None, Query()] = None,
    overdue: Annotated[bool | None, Query(description="true: past its limit")] = None,
    case_no: Annotated[str | None, Query(max_length=40, pattern=NO_ZERO)] = None,
    region: Annotated[str | None, Query(pattern=r"^\d{12}$", description="All places inside it")] = None,
    department: Annotated[str | None, Query(max_length=100, pattern=NO_ZERO)] = None,
) -> Page[TicketLine]:
    """The latest first."""
    wanted = TicketFilter(
        state=state, kind=kind, overdue=overdue, case_no=case_no, region=region, department=department
    )
    rows = await list_tickets(act, wanted, limit=page.rows_to_read, after=page.after, language=language)
    items, cursor = page.cut(rows, key=lambda each: (each.opened_at, each.number))
    return Page[TicketLine](items=list(items), next=cursor)


@router.get("/tickets/{number}", summary="A complaint or follow-up")
@access("applicant", "officer", "supervisor")
async def get_ticket(number: str, act: CurrentAct, language: Spoken, response: Response) -> TicketView:
    """What was done with it, and in `allowed` what the reader may do now."""
    view = await ticket_view(act, number, language=language)
    set_version(response, view.version)
    return view


@router.post("/tickets/{number}/acts", summary="Do something with a complaint or follow-up")
@access("applicant", "officer", "supervisor")
async def post_act(
    number: str, body: TicketActBody, act: CurrentAct, if_version: IfVersion, language: Spoken
) -> TicketMoved:
    """One of `allowed`; anything else is refused with what is possible instead."""
    return await act_on_ticket(act, number, body.meant(), if_version=if_version, language=language)
