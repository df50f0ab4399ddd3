"""One person's act: a transaction begun as the reader that this person is, and whom to tell afterwards."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from access.actor import Actor
from access.identity import identity_of
from access.parts import WebParts, get_actor, get_parts
from database.connection import Connection
from database.session import transaction
from engine.context import EngineContext


@dataclass
class Act:
    """The act authorises with what `connection` shows to the reader, then calls
    `database.session.become_engine`. `changed` are the cases to tell others of, once it is committed;
    those in `woken` want their workflow as well. `actor` changes once at most: when what the act is about
    turns out to be somebody's for whom he acts (`access.representing`); `for_whom` is then her name."""

    actor: Actor
    connection: Connection
    engine: EngineContext
    changed: set[int] = field(default_factory=set)
    woken: set[int] = field(default_factory=set)
    for_whom: str = ""


@asynccontextmanager
async def begin_act(parts: WebParts, actor: Actor) -> AsyncIterator[Act]:
    """Commits when the block ends, rolls back when it raises."""
    async with transaction(parts.database, identity_of(actor)) as connection:
        act = Act(actor=actor, connection=connection, engine=parts.engine)
        yield act
    for case_id in act.changed:
        parts.engine.notifier.say(case_id, woken=case_id in act.woken)


async def current_act(request: Request) -> AsyncIterator[Act]:
    """A write with an Idempotency-Key has begun already: the act and its answer are kept together."""
    begun: Act | None = getattr(request.state, "act", None)
    if begun is not None:
        yield begun
        return
    async with begin_act(get_parts(request), get_actor(request)) as act:
        request.state.latest_act = act  # a page says for whom it was
        yield act


# Committed before the answer leaves: without "function" FastAPI would do it afterwards.
CurrentAct = Annotated[Act, Depends(current_act, scope="function")]
