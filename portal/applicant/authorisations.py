"""Who acts for me, for whom I act, and the switch between myself and them."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Form, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.agencies import AGENT_ACTIONS
from access.page_sign_in import AuthorisationOver
from access.parts import Parts, get_actor
from access.representing import find_agency_by_id
from access.rules import access
from access.sessions import OpenSession, choose_whom_to_act_for
from casework.agency.authorisation_views import AuthorisationView, my_authorisations, open_evidence
from casework.agency.granting import Scope, accept_authorisation, end_authorisation, grant_authorisation
from casework.outside import CurrentOutside
from casework.published_matters import list_matters
from database.session import ENGINE, transaction
from documents.agency_paper import AGENT_ACTION_WORDS
from portal.inputs import Choice, text_sent
from portal.language import Language, language_of
from portal.page_router import page_router
from portal.problems import errors_by_pointer, problems_of
from portal.rendering import go_to, show
from portal.wording import gettext_in
from refusals import Malformed

router = page_router()
ALL = "*"
# What most agents are wanted for, so that nobody grants more than she thinks of.
USUAL = ("submit", "supply", "receive")


@router.get("/authorisations")
@access("applicant")
async def show_authorisations(request: Request, act: CurrentAct) -> Response:
    return await _page(request, act)


@router.post("/authorisations")
@access("applicant", level="L2")
async def grant(request: Request, act: CurrentAct) -> Response:
    sent = await request.form()
    try:
        await grant_authorisation(act, scope_sent(sent))
    except Malformed as wrong:
        return await _page(request, act, sent=sent, wrong=wrong)
    return go_to("/authorisations?said=granted")


@router.post("/authorisations/{authorisation_id}/accept")
@access("applicant", level="L2")
async def accept(act: CurrentAct, authorisation_id: UUID) -> Response:
    await accept_authorisation(act, authorisation_id)
    return go_to("/authorisations?said=accepted")


@router.post("/authorisations/{authorisation_id}/end")
@access("applicant", "window")
async def end(request: Request, act: CurrentAct, authorisation_id: UUID) -> Response:
    await end_authorisation(act, authorisation_id)
    is_window = get_actor(request).kind == "window"
    return go_to("/window/authorisations" if is_window else "/authorisations?said=ended")


@router.get("/authorisations/{authorisation_id}/evidence")
@access("applicant", "officer", "window", "supervisor")
async def download_evidence(act: CurrentAct, outside: CurrentOutside, authorisation_id: UUID) -> Response:
    opened = await open_evidence(act, outside, authorisation_id)
    return Response(opened.content, headers=opened.headers)


@router.post("/acting")
@access("applicant")
async def choose(request: Request, parts: Parts, authorisation: Annotated[str, Form()] = "") -> Response:
    """For myself (empty), or for the principal of an authorisation in force, until I change back."""
    session: OpenSession = request.state.session
    himself = get_actor(request).himself.person_id
    chosen = _id(authorisation)
    async with transaction(parts.database, ENGINE) as connection:
        if chosen is not None:
            assert himself is not None, "an applicant has a row of person"
            if await find_agency_by_id(connection, chosen, agent=himself) is None:
                raise AuthorisationOver
        await choose_whom_to_act_for(connection, session, chosen)
    return go_to("/cases")


def scope_sent(sent: FormData) -> Scope:
    matter = text_sent(sent, "matter")[:100]
    return Scope(
        agent_name=text_sent(sent, "agent_name")[:100],
        agent_number=text_sent(sent, "agent_number")[:30],
        actions=[each for each in sent.getlist("actions") if isinstance(each, str)][:20],
        until=_day(text_sent(sent, "until")),
        matters=() if matter in ("", ALL) else (matter,),
        all_matters=matter == ALL,
    )


def typed_in(sent: FormData | None) -> dict[str, Any]:
    """What stands in the inputs of the scope."""
    if sent is None:
        return {"actions": USUAL}
    texts = {name: value for name, value in sent.items() if isinstance(value, str)}
    return {**texts, "actions": sent.getlist("actions")}


def action_choices(language: Language) -> list[Choice]:
    return [(each, AGENT_ACTION_WORDS[each].in_language(language)) for each in AGENT_ACTIONS if each != "see"]


async def matter_choices(act: Act, language: Language) -> list[Choice]:
    lines = await list_matters(act, language=language)
    return [*((each.code, each.title) for each in lines), (ALL, gettext_in(language)("All matters"))]


async def _page(
    request: Request, act: Act, *, sent: FormData | None = None, wrong: Malformed | None = None
) -> Response:
    language = language_of(request)
    errors = wrong.errors if wrong else []
    # As the reader that he is: granting has become the engine by now.
    mine = await my_authorisations(act, language=language)
    return show(
        request,
        "applicant/authorisations.html",
        status=422 if wrong else 200,
        mine=[_shown(each) for each in mine if each.role == "principal"],
        theirs=[_shown(each) for each in mine if each.role == "agent"],
        matters=await matter_choices(act, language),
        actions=action_choices(language),
        typed=typed_in(sent),
        errors=errors_by_pointer(errors, language),
        problems=problems_of(errors, language),
    )


def _shown(view: AuthorisationView) -> Mapping[str, object]:
    return {**asdict(view), "last_day": view.ends_at - timedelta(microseconds=1)}


def _day(typed: str) -> date:
    """A day that nobody typed has passed already, which is what the page then says."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return date.min


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed) if typed else None
    except ValueError as error:
        raise AuthorisationOver from error
