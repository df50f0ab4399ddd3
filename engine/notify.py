"""Telling other processes that cases changed: ids only, after the commit, many changes in one message.

A `NOTIFY` inside an act's transaction would halve the rate of commits (they queue for one lock). So each
process gathers the ids of what it has committed and sends them together, a moment later. A message that
is lost does no harm: the relay also looks by itself, and open pages ask again.
"""

import asyncio
from collections.abc import AsyncIterator

import psycopg
from psycopg import sql
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from database.connection import Connection

CHANGED = "onematter_case"  # a case changed: for open pages
WOKEN = "onematter_wake"  # a case has something to do outside: for the relays
GATHER_SECONDS = 0.01
IDS_PER_MESSAGE = 500  # a message may hold 8,000 bytes

_NOTIFY = text("SELECT pg_notify(:channel, :ids)")


class Notifier:
    def __init__(self, database: AsyncEngine) -> None:
        self._database = database
        self._gathered: dict[str, set[int]] = {CHANGED: set(), WOKEN: set()}
        self._sending: asyncio.Task[None] | None = None

    def say(self, case_id: int, *, woken: bool = False) -> None:
        """The case was changed (`woken`: and wants its workflow), and the change is committed."""
        self._gathered[CHANGED].add(case_id)
        if woken:
            self._gathered[WOKEN].add(case_id)
        if self._sending is None or self._sending.done():
            self._sending = asyncio.get_running_loop().create_task(self._send_soon())

    async def finish(self) -> None:
        """Sends what is still gathered; for the end of a process."""
        if self._sending is not None:
            await self._sending

    async def _send_soon(self) -> None:
        while any(self._gathered.values()):
            await asyncio.sleep(GATHER_SECONDS)
            gathered, self._gathered = self._gathered, {CHANGED: set(), WOKEN: set()}
            try:
                await self._send(gathered)
            except SQLAlchemyError:
                return  # the database is away: whoever listens looks by itself when it is back

    async def _send(self, gathered: dict[str, set[int]]) -> None:
        messages = [
            {"channel": channel, "ids": ",".join(map(str, ids[start : start + IDS_PER_MESSAGE]))}
            for channel, cases in gathered.items()
            for ids in [sorted(cases)]
            for start in range(0, len(ids), IDS_PER_MESSAGE)
        ]
        async with Connection(self._database) as connection:
            await connection.execute_together(*((_NOTIFY, each) for each in messages))


async def listen(url: str, *, channel: str = CHANGED) -> AsyncIterator[frozenset[int]]:
    """The ids of cases as they are told; `url` as psycopg takes it. Raises when the line breaks."""
    connection = await psycopg.AsyncConnection.connect(url, autocommit=True)
    async with connection:
        await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
        async for message in connection.notifies():
            yield frozenset(int(each) for each in message.payload.split(",") if each.isdecimal())
