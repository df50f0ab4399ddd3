"""What is said against a person's credit, and what she says to it."""

from typing import Annotated

from fastapi import Form, Request
from starlette.responses import Response

from access.act import CurrentAct
from access.rules import access
from casework.flags import my_flags, speak_about_flag
from portal.language import language_of
from portal.moods import mood_of
from portal.page_router import page_router
from portal.rendering import go_to, show

router = page_router()


@router.get("/flags")
@access("applicant")
async def show_my_flags(request: Request, act: CurrentAct) -> Response:
    found = await my_flags(act, language=language_of(request))
    return show(
        request, "applicant/flags.html", flags=[(each, mood_of("flag", each.state)) for each in found]
    )


@router.post("/flags/{case_no}/{item}/{commitment}")
@access("applicant")
async def speak(
    act: CurrentAct,
    case_no: str,
    item: str,
    commitment: str,
    words: Annotated[str, Form(min_length=1, max_length=5000)],
) -> Response:
    await speak_about_flag(act, case_no, item, commitment, words)
    return go_to("/flags?said=sent")
