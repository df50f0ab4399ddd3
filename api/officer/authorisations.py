"""At the window: authorisations on paper, and guardians of children."""

from datetime import date
from typing import Annotated, Literal

from fastapi import File, Form, Response, UploadFile

from access.agencies import AgentAction
from access.rules import access
from api.applicant.applications import chunks_of
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from casework.agency.authorisation_views import AuthorisationView, authorisation_view
from casework.agency.granting import Scope
from casework.agency.recording import EvidenceKind, WindowRecord, record_authorisation
from casework.outside import Acts, CurrentOutside

router = api_router(tag="officer", prefix=ROOT)

Name = Annotated[str, Form(min_length=1, max_length=100)]
Number = Annotated[str, Form(min_length=15, max_length=30)]


@router.post("/authorisations/recorded", status_code=201, summary="Record an authorisation on paper")
@access("window")
async def post_recorded(
    acts: Acts,
    outside: CurrentOutside,
    language: Spoken,
    response: Response,
    *,
    file: Annotated[UploadFile, File(description="The signed paper: PDF, JPEG or PNG, at most 20 MB")],
    kind: Annotated[Literal["agent", "guardian"], Form()],
    principal_name: Name,
    principal_number: Number,
    agent_name: Name,
    agent_number: Number,
    actions: Annotated[list[AgentAction], Form(min_length=1)],
    until: Annotated[
        date, Form(description="The last day, within a year; a guardian: before the child is 18")
    ],
    evidence_kind: Annotated[EvidenceKind, Form()],
    identity_checked: Annotated[bool, Form(description="The documents of both were compared")] = False,
    matters: Annotated[list[str] | None, Form()] = None,
    all_matters: Annotated[bool, Form()] = False,
) -> AuthorisationView:
    """For people without an account. In force at once: both have signed, and the clerk has checked who they
    are."""
    scope = Scope(agent_name, agent_number, actions, until, matters or (), all_matters)
    record = WindowRecord(kind, principal_name, principal_number, scope, evidence_kind, identity_checked)
    authorisation = await record_authorisation(
        acts, outside, record, stream=chunks_of(file), name=file.filename or ""
    )
    response.headers["Location"] = f"{ROOT}/authorisations/{authorisation}"
    async with acts() as act:
        return await authorisation_view(act, authorisation, language=language)
