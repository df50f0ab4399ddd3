"""What the supervisor needs to know of one part of the stack; the list of parts is data."""

import asyncio
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from settings import LOOPBACK

LAUNCHER = Path(__file__).with_name("launcher.py")
PROBE_SECONDS = 1.0

Probe = Callable[[int], Awaitable[bool]]
"""Given the process id of the part: does it serve now?"""

Hook = Callable[[], Awaitable[None]]


class PartFailed(Exception):
    """A part did not come up; the text is for the person at the terminal."""


async def _nothing() -> None:
    return None


async def _at_once(_pid: int) -> bool:
    return True


@dataclass(frozen=True)
class Part:
    """One process of the stack.

    `once`: it runs to its end, and ending with 0 is being ready (migration). `after`: names of parts
    that must be ready first. `prepare` runs before every start, `settle` after every time it got ready.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    after: tuple[str, ...] = ()
    once: bool = False
    ready: Probe = _at_once
    ready_within_seconds: float = 60.0
    prepare: Hook = _nothing
    settle: Hook = _nothing
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGKILL
    stop_within_seconds: float = 2.0
    account: tuple[int, int] | None = None
    note: str = ""

    def launch_command(self) -> list[str]:
        return tied_to_this_process(self.command, death_signal=self.death_signal, account=self.account)


def tied_to_this_process(
    command: Sequence[str], *, death_signal: signal.Signals, account: tuple[int, int] | None = None
) -> list[str]:
    """The command that runs `command` so that it ends when this process ends, however it ends."""
    as_account = [f"{account[0]}:{account[1]}"] if account else []
    options = [str(os.getpid()), str(int(death_signal)), *as_account]
    return [sys.executable, "-I", "-S", str(LAUNCHER), *options, "--", *command]


def listening(port: int) -> Probe:
    """Ready when something accepts connections on this loopback port."""

    async def probe(_pid: int) -> bool:
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                _, writer = await asyncio.open_connection(LOOPBACK, port)
        except (OSError, TimeoutError):
            return False
        writer.close()
        return True

    return probe


def answering(url: str) -> Probe:
    """Ready when a GET of this loopback address is answered with 200."""

    def ask() -> bool:
        # No proxy of the environment may stand between the parts of one machine.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(url, timeout=PROBE_SECONDS) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    async def probe(_pid: int) -> bool:
        return await asyncio.to_thread(ask)

    return probe


def succeeding(command: Sequence[str]) -> Probe:
    """Ready when this command ends with 0."""

    async def probe(_pid: int) -> bool:
        process = await asyncio.create_subprocess_exec(
            *command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        return await process.wait() == 0

    return probe
