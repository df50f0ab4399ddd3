"""Where the QR code of a paper leads: is it genuine?"""

from fastapi import Request
from starlette.responses import Response

from access.parts import Parts
from access.rules import access
from casework.verify_document import verify_document
from portal.language import language_of
from portal.moods import mood_of
from portal.page_router import page_router
from portal.rendering import show

router = page_router()


@router.get("/verify/{code}")
@access("public")
async def verify(request: Request, parts: Parts, code: str) -> Response:
    paper = await verify_document(parts.engine, code, language=language_of(request))
    moods = {each.status: mood_of("document", each.status) for each in paper.parts}
    return show(
        request, "public/verify.html", paper=paper, mood=mood_of("document", paper.status), moods=moods
    )
