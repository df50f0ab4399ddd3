"""Who is asking, and may this person call this route at all: decided before the body is read.

Under `/api` only a bearer token counts and cookies are not looked at; on pages only the session cookie
counts and `Authorization` is not looked at. So no route ever takes both.
"""

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from access.actor import NOBODY, Actor
from access.csrf import check_origin
from access.page_sign_in import find_page_actor
from access.parts import get_parts
from access.rules import Rule
from access.tokens import TokenRefused
from api.frame.gate import Gate
from api.frame.problems import is_machine_path, refuse
from refusals import Refusal


class Authentication:
    """ASGI middleware; expects `app.state.parts` (access/parts.py) and `app.state.gate`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        try:
            await _admit(request)
        except Refusal as refusal:
            await refuse(request, refusal)(scope, receive, send)
            return
        await self.app(scope, receive, send)


async def _admit(request: Request) -> None:
    gate: Gate = request.app.state.gate
    rule = gate.find_rule(method=request.method, path=request.url.path)
    request.state.actor = NOBODY
    if rule is None:
        return
    if is_machine_path(request.url.path):
        request.state.actor = await _bearer(request, rule)
    else:
        check_origin(request)
        request.state.actor = await find_page_actor(request, now=datetime.now(UTC))
    rule.check(request.state.actor)


async def _bearer(request: Request, rule: Rule) -> Actor:
    """An unusable token is refused, except where nobody needs one: a client with an expired token must be
    able to ask for another."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token or rule.is_open:
        return NOBODY
    parts = get_parts(request)
    claims = await parts.tokens.verify(token.strip())
    actor = await parts.actors.find_actor(claims.subject, level=claims.level)
    if actor is None:
        raise TokenRefused
    return actor
