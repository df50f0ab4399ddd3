"""Whether a person takes notices electronically."""

from pydantic import Field

from access.act import CurrentAct
from access.rules import access
from api.frame.models import Body
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from casework.consent_to_service import ServiceConsentView, service_consent, state_service_consent

router = api_router(tag="applicant", prefix=ROOT)


class ServiceConsentBody(Body):
    given: bool | None = Field(default=None, description="Left out: as it was")
    address: str | None = Field(
        default=None, max_length=200, description="Where papers reach me by mail; left out: as it was"
    )


@router.get("/me/service-consent", summary="Whether I take official papers electronically")
@access("applicant")
async def get_service_consent(act: CurrentAct, language: Spoken) -> ServiceConsentView:
    """`given` is null until I was asked; `words` are what I agree to; `address` is masked."""
    return await service_consent(act, language=language)


@router.post("/me/service-consent", summary="Agree to electronic service, or take it back")
@access("applicant", level="L2")
async def post_service_consent(
    body: ServiceConsentBody, act: CurrentAct, language: Spoken
) -> ServiceConsentView:
    """Holds from the next notice on; what was sent before stays as it was."""
    return await state_service_consent(act, given=body.given, address=body.address, language=language)
