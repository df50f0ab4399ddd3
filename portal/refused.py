"""A refusal as a page: what is wrong in words, what may be done now, and the way on."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from portal.language import Language, language_of
from portal.problems import Problem, problems_of
from portal.rendering import address_of, show
from portal.wording import gettext_in
from refusals import Malformed, NotSignedIn, Refusal, Unknown

_RANK_NEEDS_SIGN_IN = "login-too-weak"


def refusal_page(request: Request, refusal: Refusal) -> Response:
    """The application's own refusals and the framework's (no such page, too large) alike."""
    if isinstance(refusal, NotSignedIn):
        return _to_sign_in(request)
    if refusal.status == Malformed.status and request.method == "GET":
        # Nothing was typed: there is no such address.
        refusal = Unknown()
    language = language_of(request)
    address = address_of(request)
    response = show(
        request,
        "refused.html",
        status=refusal.status,
        title=refusal.title.in_language(language),
        detail=refusal.detail.in_language(language),
        advice=_advice(refusal, language),
        wrong=plain_problems(refusal, language),
        back=address if request.method != "GET" and address != "/" else "",
        sign_in_again=refusal.type == _RANK_NEEDS_SIGN_IN,
    )
    if refusal.retry_after is not None:
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def plain_problems(refusal: Refusal, language: Language) -> list[Problem]:
    return [Problem(each.text, None) for each in problems_of(refusal.errors, language)]


def _advice(refusal: Refusal, language: Language) -> str:
    _ = gettext_in(language)
    texts = {
        403: _("If you think that this is a mistake, please ask at the counter."),
        404: _("Please check the address, or start again from the first page."),
        405: _("Please go back and try it with the buttons of the page."),
        409: _("Something has changed meanwhile. Please look at the newest state."),
        412: _("Somebody else has changed this meanwhile. Please look at the newest state and try again."),
        413: _("A file may have at most 20 MB. Take the photo once more in normal quality."),
        415: _("Please choose a photo (JPG, PNG) or a PDF file."),
        422: _("Please go back and put it right."),
        429: _("Please wait a while and try again."),
        500: _("We have made a note of it. Please try again later; nothing that was accepted is lost."),
        503: _("Please try again in a moment; nothing that was accepted is lost."),
    }
    return texts.get(refusal.status, "")


def _to_sign_in(request: Request) -> Response:
    """Back to the page that was wanted; what was typed into a form on an ended session is not kept."""
    wanted = request.url.path if request.method == "GET" else "/"
    return RedirectResponse(f"/login?return_to={quote(wanted)}", status_code=303)
