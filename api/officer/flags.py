"""A mark on a person's credit, which holds only when two officers have signed it."""

from access.act import CurrentAct
from access.rules import access
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from casework.flags import FlagView, case_flags
from casework.sign_flag import FlagSigned, sign_flag

router = api_router(tag="officer", prefix=ROOT)


@router.get("/cases/{case_no}/flags", summary="What is proposed against a person, or holds")
@access("applicant", "officer", "supervisor")
async def get_flags(case_no: str, act: CurrentAct, language: Spoken) -> list[FlagView]:
    """Why, by which law, until when, and whether this reader may sign it now."""
    return await case_flags(act, case_no, language=language)


@router.post(
    "/cases/{case_no}/items/{item}/commitments/{commitment}/flag",
    summary="Sign what is proposed against a person who promised falsely",
)
@access("officer", "supervisor")
async def post_flag(case_no: str, item: str, commitment: str, act: CurrentAct) -> FlagSigned:
    """The first signature holds nothing; the second is that of a superior, who is another person."""
    return await sign_flag(act, case_no, item, commitment)
