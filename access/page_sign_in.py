"""The person behind a page's session cookie."""

from datetime import datetime

from starlette.requests import Request

from access.actor import NOBODY, Actor, level_of
from access.parts import WebParts, get_parts
from access.representing import find_agency_by_id
from access.sessions import OpenSession, choose_whom_to_act_for, find_session, record_seen
from database.session import ENGINE, transaction
from forms.form_plan import Text
from refusals import NotYours


class AuthorisationOver(NotYours):
    type = "authorisation-over"
    title = Text(
        zh="委托已解除或到期，您不能再代办；现在已切换为本人办理",
        en="The authorisation was revoked or has ended; you act for yourself again",
    )


async def find_page_actor(request: Request, *, now: datetime) -> Actor:
    """NOBODY without a living session; leaves the session at `request.state.session` (None without).

    Raises AuthorisationOver, once, when he acted for somebody for whom he may not act any more.
    """
    parts = get_parts(request)
    request.state.session = None
    cookie = request.cookies.get(parts.cookies.session)
    if not cookie:
        return NOBODY
    async with transaction(parts.database, ENGINE) as connection:
        session = await find_session(connection, cookie, now=now)
        if session is None:
            return NOBODY
        await record_seen(connection, session, now=now)
    actor = await parts.actors.find_actor(session.subject, level=level_of(session.assurance))
    if actor is None:
        return NOBODY
    request.state.session = session
    return await _as_chosen(parts, actor, session, request)


async def _as_chosen(parts: WebParts, actor: Actor, session: OpenSession, request: Request) -> Actor:
    """Looked up at each request: nobody goes on for others on what was true a moment ago."""
    if session.acting_for is None or actor.person_id is None:
        return actor
    async with transaction(parts.database, ENGINE) as connection:
        found = await find_agency_by_id(connection, session.acting_for, agent=actor.person_id)
        if found is not None:
            return actor.acting_for(found.agency, assurance=found.assurance)
        await choose_whom_to_act_for(connection, session, None)
    request.state.actor = actor
    raise AuthorisationOver
