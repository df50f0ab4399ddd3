"""What the people in the benchmark see of their cases: which task has opened, and the end.

They are told by the notifications that open pages live on, and look themselves twice a second beside that.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

import psycopg

from engine.notify import listen

LOOK_SECONDS = 0.5

_LOOK = """
    SELECT c.id, c.case_no, c.ended_at IS NOT NULL, t.id, t.step
    FROM matter_case c LEFT JOIN task t ON t.case_id = c.id AND t.state = 'open'
    WHERE c.id = ANY(%s) OR c.case_no = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class News:
    """A task that has opened, or None: the case has ended."""

    task: UUID | None
    step: str = ""


class Watcher:
    """Gives the news of cases; each once."""

    def __init__(self, connection: psycopg.AsyncConnection) -> None:
        self._connection = connection
        self._changed: set[int] = set()
        self._told = asyncio.Event()
        self._news: defaultdict[str, asyncio.Queue[News]] = defaultdict(asyncio.Queue)
        self._given: set[UUID | str] = set()
        self._followed: set[str] = set()

    async def follow(self, case_no: str) -> AsyncIterator[News]:
        """Until the case has ended."""
        self._followed.add(case_no)
        while (news := await self._news[case_no].get()).task is not None:
            yield news
        self._followed.discard(case_no)
        del self._news[case_no]

    async def listen(self, url: str) -> None:
        async for ids in listen(url):
            self._changed |= ids
            self._told.set()

    async def look(self) -> None:
        while True:
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._told.wait()
                numbers: list[str] = []
            except TimeoutError:
                numbers = list(self._followed)
            self._told.clear()
            changed, self._changed = self._changed, set()
            if changed or numbers:
                await self._read(list(changed), numbers)

    async def _read(self, ids: list[int], numbers: list[str]) -> None:
        cursor = await self._connection.execute(_LOOK, [ids, numbers])
        async for _, case_no, ended, task, step in cursor:
            if task is not None:
                self._give(case_no, task, News(task, step))
            elif ended:
                self._give(case_no, case_no, News(None))

    def _give(self, case_no: str, once: UUID | str, news: News) -> None:
        if once not in self._given:
            self._given.add(once)
            self._news[case_no].put_nowait(news)


@asynccontextmanager
async def watching(owner_url: str) -> AsyncIterator[Watcher]:
    """`owner_url` as SQLAlchemy writes it; the owner sees every case."""
    url = owner_url.replace("+psycopg", "")
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        watcher = Watcher(connection)
        tasks = [asyncio.create_task(watcher.listen(url)), asyncio.create_task(watcher.look())]
        try:
            yield watcher
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
