"""Signing with a certificate: what would be signed, and the way to the provider's page."""

from uuid import UUID

from fastapi import Request

from access.act import Act
from access.parts import Parts
from access.rules import access
from api.frame.afterwards import after_calls
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from casework.outside import Acts, BeginAct, CurrentOutside, Outside
from casework.signing.asking import (
    AskedToSign,
    ask_to_sign_application,
    ask_to_sign_consent,
    send_to_provider,
)
from casework.signing.view import (
    SigningView,
    application_signing,
    consent_signing,
    look_at_application_signing,
    look_at_consent_signing,
)

router = api_router(tag="applicant", prefix=ROOT)


@router.get("/applications/{application_id}/signature", summary="What I would sign, and how it stands")
@access("applicant")
async def get_application_signature(
    application_id: UUID, acts: Acts, outside: CurrentOutside, language: Spoken
) -> SigningView:
    """Takes the provider's answer when there is one. 409 when the matter wants no signature."""
    return await look_at_application_signing(acts, outside, application_id, language=language)


@router.post(
    "/applications/{application_id}/signature", status_code=201, summary="Sign what will be submitted"
)
@access("applicant", level="L2")
async def sign_application(
    request: Request,
    application_id: UUID,
    acts: Acts,
    outside: CurrentOutside,
    parts: Parts,
    language: Spoken,
) -> SigningView:
    """`page` is where the signer goes on, the same one while it is open; null: ask again. 422: something else
    is still missing; 503: the provider cannot be reached now."""
    public_url = parts.settings.public_url
    async with acts() as act:
        asked = await ask_to_sign_application(act, application_id, public_url=public_url)

    async def show(act: Act) -> SigningView:
        return await application_signing(act, application_id, language=language)

    return await after_calls(request, acts, call=lambda: _send(acts, outside, asked), show=show)


@router.get("/consents/{consent_id}/signature", summary="What I would sign by agreeing, and how it stands")
@access("applicant")
async def get_consent_signature(
    consent_id: UUID, acts: Acts, outside: CurrentOutside, language: Spoken
) -> SigningView:
    """As for an application. 409 when agreeing takes no signature."""
    return await look_at_consent_signing(acts, outside, consent_id, language=language)


@router.post("/consents/{consent_id}/signature", status_code=201, summary="Sign what I agree to")
@access("applicant", level="L2")
async def sign_consent(
    request: Request,
    consent_id: UUID,
    acts: Acts,
    outside: CurrentOutside,
    parts: Parts,
    language: Spoken,
) -> SigningView:
    """Signing is not agreeing: `POST /consents/{id}` follows."""
    async with acts() as act:
        asked = await ask_to_sign_consent(act, consent_id, public_url=parts.settings.public_url)

    async def show(act: Act) -> SigningView:
        return await consent_signing(act, consent_id, language=language)

    return await after_calls(request, acts, call=lambda: _send(acts, outside, asked), show=show)


async def _send(acts: BeginAct, outside: Outside, asked: AskedToSign) -> None:
    await send_to_provider(acts, outside, asked)
