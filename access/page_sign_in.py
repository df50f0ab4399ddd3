"""The person behind a page's session cookie."""

from datetime import datetime

from starlette.requests import Request

from access.actor import NOBODY, Actor, level_of
from access.parts import get_parts
from access.sessions import find_session, record_seen
from database.session import ENGINE, transaction


async def find_page_actor(request: Request, *, now: datetime) -> Actor:
    """NOBODY without a living session; leaves the session at `request.state.session` (None without)."""
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
    return actor
