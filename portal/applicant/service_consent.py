"""Whether a person takes notices electronically."""

from typing import Annotated, Literal

from fastapi import Form, Request
from starlette.responses import Response

from access.act import CurrentAct
from access.rules import access
from casework.consent_to_service import service_consent, state_service_consent
from portal.language import language_of
from portal.page_router import page_router
from portal.rendering import go_to, show

router = page_router()


@router.get("/service-consent")
@access("applicant")
async def show_service_consent(request: Request, act: CurrentAct) -> Response:
    consent = await service_consent(act, language=language_of(request))
    return show(request, "applicant/service_consent.html", consent=consent)


@router.post("/service-consent")
@access("applicant", level="L2")
async def answer_service_consent(
    request: Request, act: CurrentAct, answer: Annotated[Literal["yes", "no"], Form()]
) -> Response:
    await state_service_consent(act, given=answer == "yes", language=language_of(request))
    return go_to("/service-consent")
