"""Marks on a person's credit at the desk: what waits for a signature, and those of one case."""

from fastapi import Request
from starlette.responses import Response

from access.act import CurrentAct
from access.rules import access
from casework.flags import case_flags, flags_to_sign
from casework.sign_flag import sign_flag
from portal.language import language_of
from portal.moods import mood_of
from portal.page_router import page_router
from portal.rendering import go_to, show

router = page_router()


@router.get("/office/flags")
@access("officer", "supervisor")
async def show_flags_to_sign(request: Request, act: CurrentAct) -> Response:
    waiting = await flags_to_sign(act, language=language_of(request))
    flags = [(each, mood_of("flag", each.state)) for each in waiting]
    return show(request, "officer/flags.html", flags=flags, case_no="")


@router.get("/office/cases/{case_no}/flags")
@access("officer", "supervisor")
async def show_flags_of_case(request: Request, act: CurrentAct, case_no: str) -> Response:
    found = await case_flags(act, case_no, language=language_of(request))
    flags = [(each, mood_of("flag", each.state)) for each in found]
    return show(request, "officer/flags.html", flags=flags, case_no=case_no)


@router.post("/office/cases/{case_no}/items/{item}/commitments/{commitment}/flag")
@access("officer", "supervisor")
async def sign(act: CurrentAct, case_no: str, item: str, commitment: str) -> Response:
    signed = await sign_flag(act, case_no, item, commitment)
    return go_to(f"/office/cases/{signed.case_no}/flags?said={signed.state}")
