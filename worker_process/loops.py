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


async def read_patiently(read: Callable[[], Awaitable[str]], *, what: str) -> str:
    """Waits for what the process cannot begin without."""
    while True:
        try:
            return await read()
        except Exception as problem:
            log.warning("waiting", what=what, problem=type(problem).__name__)
            await asyncio.sleep(AGAIN_SECONDS)
