"""Progress without signing in, with the number and the password of the receipt."""

from typing import Annotated

from fastapi import Form, Request
from starlette.responses import Response

from access.parts import Parts
from access.rules import access
from casework.track_case import NoSuchCase, track_case
from portal.language import language_of
from portal.page_router import page_router
from portal.problems import Problem
from portal.rendering import show

router = page_router()


@router.get("/track")
@access("public")
async def show_track(request: Request) -> Response:
    return show(request, "public/track.html", case_no="", found=None, error=None)


@router.post("/track")
@access("public")
async def track(
    request: Request,
    parts: Parts,
    case_no: Annotated[str, Form(max_length=60)] = "",
    password: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    """Sent as a form, so that neither number nor password stands in an address."""
    language = language_of(request)
    address = request.client.host if request.client else ""
    try:
        found = await track_case(
            parts.engine, case_no, password=password.strip(), address=address, language=language
        )
    except NoSuchCase as refusal:
        words = refusal.detail.in_language(language)
        problems = [Problem(words, "#case_no")]
        return show(
            request,
            "public/track.html",
            status=refusal.status,
            case_no=case_no,
            found=None,
            error=words,
            problems=problems,
        )
    return show(request, "public/track.html", case_no=found.case_no, found=found, error=None)
