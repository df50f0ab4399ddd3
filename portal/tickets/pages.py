"""Complaints and what follows a bad rating: the lists, one of them in full, and what may be done with it."""

from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlencode

from fastapi import Form, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.rules import access
from casework.case_view import case_view
from casework.outside import Acts
from casework.tickets.act_on_ticket import act_on_ticket
from casework.tickets.opening import make_complaint
from casework.tickets.states import About, Finding, Ground, TicketAct, Word
from casework.tickets.ticket_list import TicketFilter, TicketLine, list_tickets
from casework.tickets.ticket_view import ticket_view, tickets_of_case
from portal.inputs import text_sent
from portal.language import language_of
from portal.page_router import page_router
from portal.problems import Problem, errors_by_pointer
from portal.rendering import go_to, show
from portal.tickets.shown import LONGEST, Sent, about_choices, acts_shown, mood_of_ticket
from portal.wording import gettext_in
from refusals import Malformed

router = page_router()
SHOWN_AT_MOST = 100

State = Literal["open", "closed", "all"]
Kind = Literal["rating", "complaint", "all"]


@router.get("/cases/{case_no}/tickets")
@access("applicant")
async def show_tickets_of_case(request: Request, act: CurrentAct, case_no: str) -> Response:
    lines = await tickets_of_case(act, case_no, language=language_of(request))
    return show(request, "tickets/of_case.html", case_no=case_no, lines=_with_mood(lines))


@router.get("/cases/{case_no}/complain")
@access("applicant")
async def show_complaint(request: Request, act: CurrentAct, case_no: str) -> Response:
    return await _complaint_page(request, act, case_no)


@router.post("/cases/{case_no}/complain")
@access("applicant")
async def complain(request: Request, acts: Acts, case_no: str) -> Response:
    sent = await request.form()
    words, about, item = (text_sent(sent, name) for name in ("text", "about", "item"))
    if not words or about not in get_args(About):
        async with acts() as act:
            return await _complaint_page(request, act, case_no, sent=sent)
    async with acts() as act:
        made = await make_complaint(
            act,
            case_no,
            words=words[:LONGEST],
            about=about,  # pyright: ignore[reportArgumentType] - it is one of them
            item=item or None,
        )
    return go_to(f"/tickets/{made.number}?said=complained")


@router.get("/tickets")
@access("applicant", "officer", "supervisor")
async def show_tickets(
    request: Request,
    act: CurrentAct,
    state: State = "open",
    kind: Kind = "all",
    overdue: bool = False,
    after: str = "",
    last: str = "",
) -> Response:
    """`after` and `last`: when the last one of the page before was opened, and its number."""
    wanted = TicketFilter(
        state=None if state == "all" else state,
        kind=None if kind == "all" else kind,
        overdue=overdue or None,
    )
    lines = await list_tickets(
        act,
        wanted,
        limit=SHOWN_AT_MOST + 1,
        after=(after, last) if last else (),
        language=language_of(request),
    )
    shown = lines[:SHOWN_AT_MOST]
    more = ""
    if len(lines) > len(shown):
        query = {"state": state, "kind": kind, "after": shown[-1].opened_at.isoformat()}
        query |= {"overdue": "true"} if overdue else {}
        more = f"/tickets?{urlencode({**query, 'last': shown[-1].number})}"
    return show(
        request,
        "tickets/list.html",
        lines=_with_mood(shown),
        state=state,
        kind=kind,
        overdue=overdue,
        more=more,
    )


@router.get("/tickets/{number}")
@access("applicant", "officer", "supervisor")
async def show_ticket(request: Request, act: CurrentAct, number: str) -> Response:
    return await _ticket_page(request, act, number)


@router.post("/tickets/{number}/acts")
@access("applicant", "officer", "supervisor")
async def do_act(
    request: Request,
    acts: Acts,
    number: str,
    word: Annotated[Word, Form(alias="act")],
    version: Annotated[int, Form()],
) -> Response:
    """`version` is of the ticket that the page showed: what has changed since is refused."""
    language = language_of(request)
    sent = await request.form()
    typed = {name: text_sent(sent, name)[:LONGEST] for name in ("text", *_PARTS)}
    try:
        async with acts() as act:
            moved = await act_on_ticket(act, number, _meant(word, typed), if_version=version)
            still_there = act.actor.kind != "officer" or moved.state != "new"
    except Malformed as refusal:
        errors = errors_by_pointer(refusal.errors, language)
        async with acts() as act:
            return await _ticket_page(request, act, number, sent=Sent(word, typed, errors))
    return go_to(f"/tickets/{number}?said=done" if still_there else "/tickets?said=done")


_PARTS: dict[str, tuple[str, ...]] = {
    "finding": get_args(Finding),
    "ground": get_args(Ground),
    "score": ("1", "2", "3", "4", "5"),
    "department": (),
}


def _meant(word: Word, typed: dict[str, str]) -> TicketAct:
    """What was chosen among what the page offered; a forged choice counts as none."""
    chosen: dict[str, Any] = {
        part: typed[part]
        for part, codes in _PARTS.items()
        if typed[part] and (not codes or typed[part] in codes)
    }
    if "score" in chosen:
        chosen["score"] = int(chosen["score"])
    return TicketAct(word, text=typed["text"] or None, **chosen)


async def _ticket_page(request: Request, act: Act, number: str, *, sent: Sent | None = None) -> Response:
    language = language_of(request)
    _ = gettext_in(language)
    sent = sent or Sent()
    ticket = await ticket_view(act, number, language=language)
    said = {"done": _("It is noted."), "complained": _("Your complaint was received. Keep its number.")}
    return show(
        request,
        "tickets/ticket.html",
        status=422 if sent.errors else 200,
        ticket=ticket,
        mood=mood_of_ticket(ticket.state, overdue=ticket.overdue),
        acts=acts_shown(ticket, language, sent=sent),
        chosen=sent.act,
        problems=[
            Problem(words, f"#{sent.act}-{pointer.strip('/')}") for pointer, words in sent.errors.items()
        ],
        confirmation=said.get(request.query_params.get("said", ""), ""),
    )


async def _complaint_page(
    request: Request, act: Act, case_no: str, *, sent: FormData | None = None
) -> Response:
    """`sent`: with something missing."""
    language = language_of(request)
    _ = gettext_in(language)
    case = await case_view(act, case_no, language=language)
    typed = {name: text_sent(sent, name) if sent else "" for name in ("text", "about", "item")}
    missing = {"text": _("Please say what is wrong."), "about": _("Please choose what it is about.")}
    errors = {name: words for name, words in missing.items() if sent is not None and not typed[name]}
    return show(
        request,
        "tickets/complain.html",
        status=422 if errors else 200,
        case=case,
        about=about_choices(language),
        items=[(each.key, f"{each.title} · {each.department_name}") for each in case.items],
        typed=typed,
        errors=errors,
        problems=[Problem(words, f"#{name}") for name, words in errors.items()],
    )


def _with_mood(lines: list[TicketLine]) -> list[tuple[TicketLine, str]]:
    return [(each, mood_of_ticket(each.state, overdue=each.overdue)) for each in lines]
