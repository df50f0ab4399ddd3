"""Routers of the pages: `router = page_router()` in every file that has routes."""

from collections.abc import AsyncIterator

from fastapi import APIRouter, Depends, Request
from sqlalchemy import select

from access.csrf import require_csrf_token
from access.identity import identity_of
from access.parts import get_actor, get_parts
from database.queries.person_rows import find_person_details
from database.session import transaction
from database.tables.officer import Officer


def page_router() -> APIRouter:
    """Every write carries the session's token; the header of every page knows who is signed in."""
    before = [Depends(close_uploads), Depends(require_csrf_token), Depends(know_who_is_here)]
    return APIRouter(include_in_schema=False, dependencies=before)


async def close_uploads(request: Request) -> AsyncIterator[None]:
    """Who reads a form by hand, as the check of the token does, has to put its files away, too."""
    try:
        yield
    finally:
        await request.close()


async def know_who_is_here(request: Request) -> None:
    """Leaves the signed-in person's own name at `request.state.who`, and at `request.state.acts_for` that of
    the person for whom he acts just now."""
    actor, parts = get_actor(request), get_parts(request)
    if actor.kind == "nobody":
        return
    async with transaction(parts.database, identity_of(actor)) as connection:
        himself = actor.himself.person_id
        if himself is not None:
            details = await find_person_details(connection, parts.master_keys, person=himself)
            request.state.who = (details or {}).get("name", "")
            if actor.agency is not None:
                principal = actor.agency.principal
                details = await find_person_details(connection, parts.master_keys, person=principal)
                request.state.acts_for = (details or {}).get("name", "")
        else:
            name = await connection.scalar(select(Officer.name).where(Officer.id == actor.officer_id))
            request.state.who = name or ""
