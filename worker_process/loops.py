"""Loops that begin again: whatever ends badly in one of them ends neither the process nor the others."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

AGAIN_SECONDS = 2.0

log = structlog.get_logger()


async def run_for_ever(name: str, loop: Callable[[], Awaitable[object]], *, every: float) -> None:
    """Begins again whatever ends, with a line in the log when it ended badly."""
    while True:
        try:
            await loop()
        except Exception as problem:  # the edge of a process: no loop may end the others
            log.warning("loop_failed", loop=name, problem=type(problem).__name__, exc_info=problem)
        await asyncio.sleep(every)


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
