"""Whoever was asked for a consent: what it is about, and the answer."""

from typing import Literal
from uuid import UUID

from fastapi import Request
from pydantic import Field

from access.act import CurrentAct
from access.parts import Parts
from access.rules import access
from api.frame.afterwards import after_calls
from api.frame.models import Body
from api.frame.pages import Page
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from casework.answer_consent import answer_consent
from casework.consent_view import ConsentView, consent_view, my_consents
from casework.draft_lookups import ask_departments
from casework.outside import Acts, CurrentOutside

router = api_router(tag="applicant", prefix=ROOT)


class AnswerBody(Body):
    decision: Literal["give", "refuse", "withdraw"]
    digest: str | None = Field(default=None, max_length=64, description="`digest` of what was shown")


@router.get("/consents", summary="What I was asked to agree to")
@access("applicant")
async def get_consents(act: CurrentAct, language: Spoken) -> Page[ConsentView]:
    """The latest first."""
    return Page[ConsentView](items=await my_consents(act, language=language), next=None)


@router.get("/consents/{consent_id}", summary="What exactly I am asked to agree to")
@access("applicant")
async def get_consent(consent_id: UUID, act: CurrentAct, language: Spoken) -> ConsentView:
    """Every value that is shown; `digest` is of exactly that."""
    return await consent_view(act, consent_id, language=language)


@router.post("/consents/{consent_id}", summary="Agree, refuse, or take a consent back")
@access("applicant", level="L2")
async def answer(
    request: Request,
    consent_id: UUID,
    body: AnswerBody,
    acts: Acts,
    outside: CurrentOutside,
    parts: Parts,
    language: Spoken,
) -> ConsentView:
    """Once; a consent may be withdrawn until it was submitted with. 409 when it is over, 412 when what it is
    about has changed."""
    async with acts() as act:
        answered = await answer_consent(act, consent_id, decision=body.decision, digest=body.digest)

    async def ask() -> None:
        # Only now may departments be asked about this person.
        if answered.state == "given":
            await ask_departments(acts, outside, answered.application_id, keys=parts.master_keys)

    return await after_calls(
        request, acts, call=ask, show=lambda act: consent_view(act, consent_id, language=language)
    )
