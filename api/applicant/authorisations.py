"""Somebody acts for somebody else: granted, accepted, ended."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from access.act import CurrentAct
from access.agencies import AgentAction
from access.rules import access
from api.frame.models import Body
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from casework.agency.authorisation_views import (
    AuthorisationView,
    authorisation_view,
    my_authorisations,
    open_evidence,
)
from casework.agency.granting import Scope, accept_authorisation, end_authorisation, grant_authorisation
from casework.outside import CurrentOutside

router = api_router(tag="applicant", prefix=ROOT)

Day = Annotated[date, Field(strict=False)]


class GrantBody(Body):
    agent_name: str = Field(min_length=1, max_length=100)
    agent_number: str = Field(min_length=15, max_length=30, description="The agent's identity number")
    matters: list[str] = Field(default_factory=list, max_length=50, description="Codes of matters")
    all_matters: bool = Field(default=False, description="Instead of naming any")
    actions: list[AgentAction] = Field(min_length=1, description="What the agent may do; seeing goes with it")
    begins_on: Day | None = None
    until: Day = Field(description="The last day; at most a year from now")


class Authorisations(BaseModel):
    items: list[AuthorisationView]


@router.get("/authorisations", summary="Who acts for me, and for whom I act")
@access("applicant")
async def get_authorisations(act: CurrentAct, language: Spoken) -> Authorisations:
    """The latest first. `principal` of one in force is what `on_behalf_of` of a new application names."""
    return Authorisations(items=await my_authorisations(act, language=language))


@router.post("/authorisations", status_code=201, summary="Authorise an agent")
@access("applicant", level="L2")
async def post_authorisation(
    body: GrantBody, act: CurrentAct, language: Spoken, response: Response
) -> AuthorisationView:
    """The agent is found by name and identity number, and has to accept. 422 names every problem."""
    scope = Scope(
        agent_name=body.agent_name,
        agent_number=body.agent_number,
        actions=body.actions,
        until=body.until,
        matters=body.matters,
        all_matters=body.all_matters,
        begins_on=body.begins_on,
    )
    authorisation = await grant_authorisation(act, scope)
    response.headers["Location"] = f"{ROOT}/authorisations/{authorisation}"
    return await authorisation_view(act, authorisation, language=language)


@router.get("/authorisations/{authorisation_id}", summary="An authorisation")
@access("applicant", "officer", "window", "supervisor")
async def get_authorisation(authorisation_id: UUID, act: CurrentAct, language: Spoken) -> AuthorisationView:
    """For principal and agent, for the window that recorded it, and for the offices of a case with it."""
    return await authorisation_view(act, authorisation_id, language=language)


@router.post("/authorisations/{authorisation_id}/accept", summary="Accept to act for somebody")
@access("applicant", level="L2")
async def post_acceptance(authorisation_id: UUID, act: CurrentAct, language: Spoken) -> AuthorisationView:
    """By the agent. It counts from now on."""
    await accept_authorisation(act, authorisation_id)
    return await authorisation_view(act, authorisation_id, language=language)


@router.post("/authorisations/{authorisation_id}/end", summary="End an authorisation")
@access("applicant", "window")
async def post_end(authorisation_id: UUID, act: CurrentAct, language: Spoken) -> AuthorisationView:
    """By either of both, or the window that recorded it; at once. What was begun stays the principal's."""
    await end_authorisation(act, authorisation_id)
    return await authorisation_view(act, authorisation_id, language=language)


@router.get(
    "/authorisations/{authorisation_id}/evidence",
    summary="The signed paper of an authorisation",
    response_class=Response,
    responses={200: {"description": "The file as it was taken in at the window"}},
)
@access("applicant", "officer", "window", "supervisor")
async def get_evidence(authorisation_id: UUID, act: CurrentAct, outside: CurrentOutside) -> Response:
    """404 for one that was granted online: there the case has its paper."""
    opened = await open_evidence(act, outside, authorisation_id)
    return Response(opened.content, headers=opened.headers)
