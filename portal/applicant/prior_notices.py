"""The page on which a person reads what is intended against her, and says what she has to say."""

from typing import Annotated

from fastapi import Form, Request
from starlette.responses import Response

from access.act import CurrentAct
from access.rules import access
from casework.prior_notices import case_prior_notices, speak_to_notice
from portal.language import language_of
from portal.page_router import page_router
from portal.rendering import go_to, show

router = page_router()


@router.get("/cases/{case_no}/prior-notices")
@access("applicant")
async def show_prior_notices(request: Request, act: CurrentAct, case_no: str) -> Response:
    notices = await case_prior_notices(act, case_no, language=language_of(request))
    return show(request, "applicant/prior_notices.html", case_no=case_no, notices=notices)


@router.post("/cases/{case_no}/prior-notices/{number}")
@access("applicant")
async def speak(
    act: CurrentAct, case_no: str, number: int, words: Annotated[str, Form(min_length=1, max_length=5000)]
) -> Response:
    await speak_to_notice(act, case_no, number, words)
    return go_to(f"/cases/{case_no}/prior-notices?said=sent")
