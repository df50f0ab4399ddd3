"""Protection of the pages' writes: where the request came from, and the session's token.

`Sec-Fetch-Site` (Fetch Metadata) is sent by every current browser and cannot be forged by a page; the
token, in the header `X-CSRF-Token` or the form field `csrf_token`, protects the browsers without it.
"""

import hmac

from starlette.requests import Request

from access.sessions import OpenSession
from forms.form_plan import Text
from refusals import NotYours

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FORM_FIELD = "csrf_token"
HEADER = "x-csrf-token"


class ForeignForm(NotYours):
    type = "foreign-form"
    title = Text(
        zh="页面已过期或请求来自其他网站，请刷新页面后重试",
        en="The page is too old, or the request came from another site; load the page again",
    )


def check_origin(request: Request) -> None:
    """For every write of a page, signed in or not; raises ForeignForm."""
    if request.method in SAFE_METHODS:
        return
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise ForeignForm


async def require_csrf_token(request: Request) -> None:
    """FastAPI dependency of every page router: a signed-in browser's write carries the session's token."""
    session: OpenSession | None = getattr(request.state, "session", None)
    if request.method in SAFE_METHODS or session is None:
        return
    sent = request.headers.get(HEADER) or await _form_field(request)
    if not hmac.compare_digest(sent.encode(), session.csrf_token.encode()):
        raise ForeignForm


async def _form_field(request: Request) -> str:
    content_type = request.headers.get("content-type", "")
    if not content_type.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        return ""
    value = (await request.form()).get(FORM_FIELD)
    return value if isinstance(value, str) else ""
