"""A refusal in words, for a browser, when the pages have no nicer one (`app.state.refusal_page`)."""

from html import escape
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.frame.language import language_of
from refusals import NotSignedIn, Refusal

_PAGE = """<!doctype html>
<html lang="{lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<main><h1>{title}</h1><p>{detail}</p><p><a href="/">{home}</a></p></main>
</html>
"""
_HOME = {"zh": "返回首页", "en": "Back to the start"}
_LANG = {"zh": "zh-CN", "en": "en"}


def refusal_page(request: Request, refusal: Refusal) -> Response:
    """Who is not signed in is led to the sign-in, and back to the page he wanted."""
    if isinstance(refusal, NotSignedIn):
        return _to_sign_in(request)
    language = language_of(request)
    page = _PAGE.format(
        lang=_LANG[language],
        title=escape(refusal.title.in_language(language)),
        detail=escape(refusal.detail.in_language(language)),
        home=_HOME[language],
    )
    headers = {} if refusal.retry_after is None else {"Retry-After": str(refusal.retry_after)}
    return HTMLResponse(page, status_code=refusal.status, headers=headers)


def _to_sign_in(request: Request) -> Response:
    wanted = request.url.path if request.method == "GET" else "/"
    address = f"/login?return_to={quote(wanted)}"
    if request.headers.get("hx-request") == "true":
        # htmx would put the sign-in page into a corner of this one.
        return Response(status_code=NotSignedIn.status, headers={"HX-Redirect": address})
    return RedirectResponse(address, status_code=303)
