"""The pages' way in and out: /login, /login/callback, /logout."""

import logging
from datetime import UTC, datetime

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from access.csrf import require_csrf_token
from access.enrolment import enrol, person_from_claims
from access.languages import chosen_language
from access.oidc_login import LoginRefused, OidcLogin
from access.parts import Parts, WebParts
from access.rules import access
from access.sessions import end_session, start_session
from database.queries.person_rows import keep_language
from database.session import ENGINE, transaction

log = logging.getLogger("onematter.access")

router = APIRouter(include_in_schema=False, dependencies=[Depends(require_csrf_token)])


@router.get("/login")
@access("public")
async def start_login(parts: Parts, return_to: str = "/") -> Response:
    """Sends the browser to the identity provider."""
    login = _login(parts)
    departure = await login.prepare(return_to=return_to)
    async with transaction(parts.database, ENGINE) as connection:
        await login.record_departure(connection, departure, now=datetime.now(UTC))
    response = RedirectResponse(departure.address, status_code=303)
    parts.cookies.set_attempt(response, departure.state)
    return response


@router.get("/login/callback")
@access("public")
async def finish_login(
    request: Request, parts: Parts, state: str = "", code: str = "", iss: str | None = None
) -> Response:
    """Where the identity provider sends the browser back; a sign-in always starts a new session."""
    login, now = _login(parts), datetime.now(UTC)
    cookie = request.cookies.get(parts.cookies.attempt, "")
    async with transaction(parts.database, ENGINE) as connection:
        attempt = await login.take_attempt(connection, state=state, cookie=cookie, now=now)
    # RFC 9207: an answer that names another issuer was meant for somebody else.
    if not code or iss not in (None, parts.provider.issuer):
        raise LoginRefused
    claims = await login.redeem(code=code, attempt=attempt)
    person = person_from_claims(claims, local=parts.settings.local)
    async with transaction(parts.database, ENGINE) as connection:
        actor = await enrol(connection, person, master_keys=parts.master_keys)
        if actor.person_id is not None:
            language = chosen_language(request)
            await keep_language(connection, parts.master_keys, person=actor.person_id, language=language)
        await _end_old_session(request, parts, connection)
        session = await start_session(connection, actor, now=now)
    parts.actors.forget(claims.subject)
    log.info("signed_in", extra={"actor": actor.key, "kind": actor.kind, "assurance": actor.assurance})
    response = RedirectResponse(attempt.return_to, status_code=303)
    parts.cookies.set_session(response, session)
    parts.cookies.delete(response, parts.cookies.attempt)
    return response


@router.post("/logout")
@access("public")
async def log_out(request: Request, parts: Parts) -> Response:
    async with transaction(parts.database, ENGINE) as connection:
        await _end_old_session(request, parts, connection)
    response = RedirectResponse("/", status_code=303)
    parts.cookies.delete(response, parts.cookies.session)
    return response


async def _end_old_session(request: Request, parts: WebParts, connection: AsyncConnection) -> None:
    cookie = request.cookies.get(parts.cookies.session)
    if cookie:
        await end_session(connection, cookie)


def _login(parts: WebParts) -> OidcLogin:
    return OidcLogin(settings=parts.settings, provider=parts.provider, client=parts.client)
