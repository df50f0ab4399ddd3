"""The zero character has no business in an address or a form; PostgreSQL could not even take it as text.

One place refuses it for all routes: an address with it names nothing (404), a query or a form with it is
wrong (422). JSON bodies are looked at where they are read (`models.Body`), since there it is written \\u0000.
"""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.frame.problems import refuse
from refusals import Malformed, Refusal, Unknown

ZERO, ESCAPED = "\x00", b"%00"
FORM = "application/x-www-form-urlencoded"


class PlainRequests:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        refusal = _of_address(scope)
        if refusal is not None:
            await refuse(request, refusal)(scope, receive, send)
            return
        is_form = request.headers.get("content-type", "").startswith(FORM)
        await self.app(scope, _looking(receive) if is_form else receive, send)


def _of_address(scope: Scope) -> Refusal | None:
    if ZERO in scope["path"]:
        return Unknown()
    return Malformed() if ESCAPED in scope["query_string"] or b"\x00" in scope["query_string"] else None


def _looking(receive: Receive) -> Receive:
    end = b""

    async def receive_plain() -> Message:
        nonlocal end
        message = await receive()
        seen = end + message.get("body", b"")
        if ESCAPED in seen or b"\x00" in seen:
            raise HTTPException(Malformed.status)
        end = seen[-2:]  # it may be cut in two
        return message

    return receive_plain
