"""How much a request may send: little for JSON and forms, more where files travel."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.frame.problems import refuse
from refusals import TooLarge

MAX_BYTES = 1024 * 1024
MAX_UPLOAD_BYTES = 32 * 1024 * 1024


class BodyLimit:
    """ASGI middleware. (The framework's own limit answers in plain text.)"""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        limit = _limit(request)
        if _announced(request) > limit:
            await refuse(request, TooLarge())(scope, receive, send)
            return
        await self.app(scope, _counting(receive, limit), send)


def _counting(receive: Receive, limit: int) -> Receive:
    """Who announces no length, or a false one, is stopped while the body is read."""
    read = 0

    async def receive_some() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > limit:
            # Of this class, since FastAPI turns any other exception here into "unreadable".
            raise HTTPException(TooLarge.status)
        return message

    return receive_some


def _limit(request: Request) -> int:
    is_upload = request.headers.get("content-type", "").startswith("multipart/")
    return MAX_UPLOAD_BYTES if is_upload else MAX_BYTES


def _announced(request: Request) -> int:
    length = request.headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else 0
