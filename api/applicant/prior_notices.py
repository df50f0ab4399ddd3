"""What an office intends against somebody, and what she says to it."""

from pydantic import Field

from access.act import CurrentAct
from access.rules import access
from api.frame.models import Body
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from casework.prior_notices import PriorNotice, case_prior_notices, speak_to_notice

router = api_router(tag="applicant", prefix=ROOT)


class SpokenBody(Body):
    text: str = Field(min_length=1, max_length=5000)


@router.get("/cases/{case_no}/prior-notices", summary="What is intended against the applicant")
@access("applicant", "officer", "window", "supervisor")
async def get_prior_notices(case_no: str, act: CurrentAct, language: Spoken) -> list[PriorNotice]:
    """The facts and the law, and until when she may speak; nothing that was decided or heard already."""
    return await case_prior_notices(act, case_no, language=language)


@router.post(
    "/cases/{case_no}/prior-notices/{number}/statement",
    status_code=204,
    summary="Speak before something is decided against oneself",
)
@access("applicant")
async def post_prior_statement(case_no: str, number: int, body: SpokenBody, act: CurrentAct) -> None:
    """The office reads it with the case and records that the person was heard. 409 when it is over."""
    await speak_to_notice(act, case_no, number, body.text)
