"""Every error as `application/problem+json` (RFC 9457), in the caller's language, and never a trace."""

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.frame.language import language_of
from api.frame.refusal_page import refusal_page
from api.frame.validation_texts import field_errors
from forms.form_plan import Text
from refusals import (
    Malformed,
    NotSignedIn,
    NotYours,
    Refusal,
    TooLarge,
    Unknown,
    WrongKind,
)

MEDIA_TYPE = "application/problem+json"
URN = "urn:onematter:problem:"
# What other systems call; all other paths are pages and answer in words.
MACHINE_PATHS = ("/api/", "/health/", "/.well-known/")

log = logging.getLogger("onematter.web")

PageRefusal = Callable[[Request, Refusal], Response]


class MethodRefused(Refusal):
    status = 405
    type = "method-not-allowed"
    title = Text(zh="该地址不支持此操作", en="This address does not take that method")


class Unreadable(Refusal):
    status = 400
    type = "unreadable"
    title = Text(zh="无法读取请求内容", en="The request could not be read")


class OwnFault(Refusal):
    status = 500
    type = "internal"
    title = Text(zh="系统出现错误，已记录，请稍后重试", en="Something went wrong here; it has been recorded")


_BY_STATUS: dict[int, type[Refusal]] = {
    refusal.status: refusal
    for refusal in (NotSignedIn, NotYours, Unknown, TooLarge, WrongKind, Malformed, MethodRefused, Unreadable)
}


def is_machine_path(path: str) -> bool:
    return path.startswith(MACHINE_PATHS)


def problem(request: Request, refusal: Refusal) -> Response:
    """The JSON answer; `errors` and `allowed` are always there, so a client need not ask whether they are."""
    language = language_of(request)
    document = {
        "type": f"{URN}{refusal.type}",
        "title": refusal.title.in_language(language),
        "status": refusal.status,
        "detail": refusal.detail.in_language(language),
        "errors": [
            {"pointer": error.pointer, "message": error.en if language == "en" else error.zh}
            for error in refusal.errors
        ],
        "allowed": refusal.allowed,
    }
    headers = {"Content-Language": language}
    if refusal.retry_after is not None:
        headers["Retry-After"] = str(refusal.retry_after)
    if refusal.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(document, status_code=refusal.status, headers=headers, media_type=MEDIA_TYPE)


def refuse(request: Request, refusal: Refusal) -> Response:
    """The answer to a refusal: a problem for machines, a page for people."""
    if is_machine_path(request.url.path):
        return problem(request, refusal)
    page: PageRefusal = getattr(request.app.state, "refusal_page", refusal_page)
    return page(request, refusal)


def install_problem_handlers(app: FastAPI) -> None:
    app.add_exception_handler(Refusal, _handler(_as_is))
    app.add_exception_handler(RequestValidationError, _handler(_from_validation))
    app.add_exception_handler(HTTPException, _handler(_from_http))
    app.add_exception_handler(Exception, _handler(_from_fault))


def _handler(
    translate: Callable[[Request, Exception], Refusal],
) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handle(request: Request, error: Exception) -> Response:
        response = refuse(request, translate(request, error))
        if isinstance(error, HTTPException) and error.headers:
            response.headers.update(error.headers)
        return response

    return handle


def _as_is(request: Request, error: Exception) -> Refusal:
    assert isinstance(error, Refusal)
    return error


def _from_validation(request: Request, error: Exception) -> Refusal:
    assert isinstance(error, RequestValidationError)
    return Malformed(errors=field_errors(error))


def _from_http(request: Request, error: Exception) -> Refusal:
    """Raised by the framework itself: no such route, wrong method, body too large or unreadable."""
    assert isinstance(error, HTTPException)
    return _BY_STATUS.get(error.status_code, Unreadable)()


def _from_fault(request: Request, error: Exception) -> Refusal:
    # Neither the path nor the error's text: both could hold personal data. The server logs the trace.
    log.error("request_failed", extra={"error": type(error).__name__, "method": request.method})
    return OwnFault()
