"""Whether a person takes notices electronically."""

from typing import Annotated, Literal

from fastapi import Form, Request
from starlette.responses import Response

from access.act import CurrentAct
from access.rules import access
from casework.consent_to_service import service_consent, state_service_consent
from casework.outside import Acts
from portal.language import language_of
from portal.page_router import page_router
from portal.rendering import go_to, show
from refusals import Malformed

_GIVEN = {"yes": True, "no": False, "same": None}
router = page_router()


@router.get("/service-consent")
@access("applicant")
async def show_service_consent(request: Request, act: CurrentAct) -> Response:
    consent = await service_consent(act, language=language_of(request))
    return show(request, "applicant/service_consent.html", consent=consent)


@router.post("/service-consent")
@access("applicant", level="L2")
async def answer_service_consent(
    request: Request,
    acts: Acts,
    answer: Annotated[Literal["yes", "no", "same"], Form()] = "same",
    address: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """An address that is none is shown again with the reason."""
    language = language_of(request)
    try:
        async with acts() as act:
            await state_service_consent(
                act, given=_GIVEN[answer], language=language, address=address.strip() or None
            )
    except Malformed as wrong:
        async with acts() as act:
            consent = await service_consent(act, language=language)
        [error] = wrong.errors
        words = error.en if language == "en" else error.zh
        page = {"consent": consent, "address": address, "address_error": words}
        return show(request, "applicant/service_consent.html", page, status=wrong.status)
    return go_to("/service-consent")
