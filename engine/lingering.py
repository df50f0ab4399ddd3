"""Looks that stay a short moment, because the people of the case may answer at once.

A look that has nothing left to do would end, and the next act would cost a new wake-up through Temporal.
While it lingers, the news of a change in this case (`notify.py`) reaches it within the process.
"""

import asyncio
from collections.abc import Iterable
from time import monotonic

LINGER_SECONDS = 1.0
REMEMBERED_AT_MOST = 10_000


class Lingering:
    """The cases that looks of this process are lingering over."""

    def __init__(self, *, seconds: float = LINGER_SECONDS) -> None:
        self._seconds = seconds
        self._waiting: dict[int, asyncio.Event] = {}
        self._told: dict[int, float] = {}

    def tell(self, case_ids: Iterable[int]) -> None:
        """These cases have changed."""
        if len(self._told) > REMEMBERED_AT_MOST:
            self._told.clear()
        for case_id in case_ids:
            self._told[case_id] = monotonic()
            event = self._waiting.get(case_id)
            if event is not None:
                event.set()

    def has(self, case_id: int) -> bool:
        """True when a look of this process will see what changes in the case; no wake-up is needed then."""
        return case_id in self._waiting

    def here(self) -> list[int]:
        return list(self._waiting)

    def begin(self, case_id: int, *, since: float) -> None:
        """From now on changes are noticed, and those told of `since` the look began to read
        (`time.monotonic`), so that none falls between."""
        event = self._waiting[case_id] = asyncio.Event()
        if self._told.get(case_id, since) > since:
            event.set()

    def end(self, case_id: int) -> None:
        self._waiting.pop(case_id, None)

    async def changed(self, case_id: int) -> bool:
        """Waits a moment; True when something was told since the last call."""
        event = self._waiting.get(case_id)
        if event is None:
            return False
        try:
            async with asyncio.timeout(self._seconds):  # not `wait_for`, see `Relay._wait`
                await event.wait()
        except TimeoutError:
            return False
        event.clear()
        return True
