"""Signing with a certificate: the very text, the way to the provider, and how it stands."""

from uuid import UUID

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from access.parts import Parts
from access.rules import access
from casework.application_view import application_view
from casework.outside import Acts, CurrentOutside
from casework.signing.asking import ask_to_sign_application, ask_to_sign_consent, send_to_provider
from casework.signing.view import look_at_application_signing
from casework.submit_application import NotComplete
from portal.applicant.draft_pages import step_page
from portal.language import language_of
from portal.moods import mood_of
from portal.page_router import page_router
from portal.rendering import go_to

router = page_router()


@router.get("/applications/{application_id}/sign")
@access("applicant")
async def show_signing(
    request: Request, acts: Acts, outside: CurrentOutside, application_id: UUID
) -> Response:
    """Also where the provider sends the signer back to."""
    language = language_of(request)
    signing = await look_at_application_signing(acts, outside, application_id, language=language)
    async with acts() as act:
        view = await application_view(act, application_id, language=language)
    return step_page(request, view, "sign", signing=signing, mood=mood_of("signature", signing.state))


@router.post("/applications/{application_id}/sign")
@access("applicant", level="L2")
async def sign(acts: Acts, outside: CurrentOutside, parts: Parts, application_id: UUID) -> Response:
    """Nobody signs what cannot be submitted: what is missing comes first."""
    page = f"/applications/{application_id}/sign"
    try:
        async with acts() as act:
            asked = await ask_to_sign_application(act, application_id, public_url=parts.settings.public_url)
    except NotComplete:
        return go_to(f"/applications/{application_id}/check")
    return _to_provider(await send_to_provider(acts, outside, asked), back=page)


@router.post("/consents/{consent_id}/sign")
@access("applicant", level="L2")
async def sign_consent(acts: Acts, outside: CurrentOutside, parts: Parts, consent_id: UUID) -> Response:
    async with acts() as act:
        asked = await ask_to_sign_consent(act, consent_id, public_url=parts.settings.public_url)
    return _to_provider(await send_to_provider(acts, outside, asked), back=f"/consents/{consent_id}")


def _to_provider(page: str | None, *, back: str) -> Response:
    """Without a page the provider has answered already."""
    return RedirectResponse(page, status_code=303) if page else go_to(back)
