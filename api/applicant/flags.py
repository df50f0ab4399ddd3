"""What is said against a person's credit, and what she says to it."""

from pydantic import Field

from access.act import CurrentAct
from access.rules import access
from api.frame.models import Body
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from casework.flags import FlagView, my_flags, speak_about_flag

router = api_router(tag="applicant", prefix=ROOT)


class StatementBody(Body):
    text: str = Field(min_length=1, max_length=5000)


@router.get("/flags", summary="Marks on my credit")
@access("applicant")
async def get_my_flags(act: CurrentAct, language: Spoken) -> list[FlagView]:
    """What is proposed, holds, or is over; why, by which law, and until when."""
    return await my_flags(act, language=language)


@router.post(
    "/cases/{case_no}/items/{item}/commitments/{commitment}/flag/statement",
    status_code=204,
    summary="Speak about a mark before it is signed",
)
@access("applicant")
async def post_statement(
    case_no: str, item: str, commitment: str, body: StatementBody, act: CurrentAct
) -> None:
    """Whoever signs reads it with the case. 409 when it holds already: then there is review, or the court."""
    await speak_about_flag(act, case_no, item, commitment, body.text)
