"""The switch between Chinese and English."""

from typing import Annotated

from fastapi import Form
from starlette.responses import Response

from access.oidc_login import local_path
from access.rules import access
from portal.language import COOKIE, LANGUAGES
from portal.page_router import page_router
from portal.rendering import go_to

router = page_router()
KEPT_SECONDS = 365 * 24 * 3600


@router.post("/language")
@access("public")
async def switch_language(
    language: Annotated[str, Form()] = "", return_to: Annotated[str, Form()] = "/"
) -> Response:
    response = go_to(local_path(return_to))
    if language in LANGUAGES:
        response.set_cookie(COOKIE, language, max_age=KEPT_SECONDS, path="/", httponly=True, samesite="lax")
    return response
