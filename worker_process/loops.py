"""Loops that begin again: whatever ends badly in one of them ends neither the process nor the others."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

import structlog

AGAIN_SECONDS = 2.0
# Longer than what is cancelled may take to put its things away (`machine.STOPPING`).
CANCEL_AGAIN_SECONDS = 5.0

log = structlog.get_logger()


async def run_for_ever(name: str, loop: Callable[[], Awaitable[object]], *, every: float) -> None:
    """Begins again whatever ends, with a line in the log when it ended badly."""
    while True:
        try:
            await loop()
        except Exception as problem:  # the edge of a process: no loop may end the others
            log.warning("loop_failed", loop=name, problem=type(problem).__name__, exc_info=problem)
        await asyncio.sleep(every)


async def end(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Cancels them, and those that go on once more: in Python 3.11 whoever waits with `asyncio.wait_for`, as
    the driver of the database does, forgets a cancellation that comes together with what he waits for."""
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        ended, left = await asyncio.wait(left, timeout=CANCEL_AGAIN_SECONDS)
        await asyncio.gather(*ended, return_exceptions=True)


async def read_patiently(read: Callable[[], Awaitable[str]], *, what: str, stop: asyncio.Event) -> str | None:
    """Waits for what the process cannot begin without. None: it was told to stop before it came."""
    reading = asyncio.create_task(_until_it_comes(read, what=what))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({reading, stopping}, return_when=asyncio.FIRST_COMPLETED)
    came = reading.done()
    reading.cancel()
    stopping.cancel()
    await asyncio.gather(reading, stopping, return_exceptions=True)
    return reading.result() if came else None


async def _until_it_comes(read: Callable[[], Awaitable[str]], *, what: str) -> str:
    while True:
        try:
            return await read()
        except Exception as problem:
            log.warning("waiting", what=what, problem=type(problem).__name__)
            await asyncio.sleep(AGAIN_SECONDS)
