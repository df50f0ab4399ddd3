"""`onematter run`: the whole stack in the foreground, until Ctrl-C."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from local_stack.account import choose_account
from local_stack.control import serve_control
from local_stack.data_folder import DataFolder
from local_stack.parts import Part
from local_stack.ports import choose_ports
from local_stack.stack import Stack
from local_stack.supervisor import Supervisor

Say = Callable[[str], None]


def run_stack(
    *,
    data: Path | None,
    port: int | None,
    outside: Mapping[str, str],
    say: Say,
    welcome: Callable[[str], str],
) -> None:
    """Returns when the stack was stopped in order.

    `welcome` makes the line for the people from the address. Raises `DataFolderInUse`, `PortTaken` and
    `PartFailed`, whose texts are for the person at the terminal.
    """
    folder = DataFolder.at(data)
    folder.create()
    with folder.lock():
        ports = choose_ports(port, last_time=folder.find_description().get("ports", {}))
        stack = Stack(folder=folder, ports=ports, account=choose_account(), outside=outside)
        say(f"OneMatter starts; data and logs are in {folder.path}")
        running = RunningStack(folder=folder, ports=ports, urls=stack.urls, parts=stack.parts(), say=say)
        asyncio.run(running.until_stopped(lambda: welcome(stack.url_of("web"))))


class RunningStack:
    """Supervisor, control connection and stack.json together; the parts are whatever is given."""

    def __init__(
        self,
        *,
        folder: DataFolder,
        ports: Mapping[str, int],
        urls: Mapping[str, str],
        parts: Sequence[Part],
        say: Say,
    ) -> None:
        self._folder = folder
        self._ports = dict(ports)
        self._urls = dict(urls)
        self._parts = parts
        self._say = say
        self._state = "starting"
        self._stop_asked = 0

    async def until_stopped(self, welcome: Callable[[], str]) -> None:
        """Starts everything, says `welcome()` once, and returns after an orderly stop.

        Raises `PartFailed` after having stopped what was running when a part did not come up.
        """
        self._supervisor = Supervisor(
            self._parts, folder=self._folder, announce=self._say, changed=self._describe
        )
        stop = asyncio.Event()
        self._listen_to_signals(stop)
        control = await serve_control(self._supervisor, token=self._folder.secret("control_token"))
        self._ports["control"] = control.sockets[0].getsockname()[1]
        try:
            async with control:
                await self._start_unless(stop)
                if not stop.is_set():
                    self._say(welcome())
                    self._become("ready")
                    await stop.wait()
        finally:
            self._become("stopping")
            began = time.monotonic()
            await self._supervisor.stop()
            self._become("stopped")
            self._say(f"OneMatter stopped in {time.monotonic() - began:.1f} s; nothing is lost")

    async def _start_unless(self, stop: asyncio.Event) -> None:
        """A Ctrl-C while the stack is still starting stops it as well."""
        starting = asyncio.create_task(self._supervisor.start())
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait([starting, stopping], return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not starting.done():
            starting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await starting
        else:
            starting.result()

    def _listen_to_signals(self, stop: asyncio.Event) -> None:
        def asked(number: signal.Signals) -> None:
            self._stop_asked += 1
            if self._stop_asked > 1 and number == signal.SIGINT:
                self._say("asked twice: ending every part at once")
                self._supervisor.kill()
            elif not stop.is_set():
                self._say("stopping…")
                stop.set()

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN:
                continue  # started by nohup: it is to outlive the terminal
            asyncio.get_running_loop().add_signal_handler(number, asked, number)

    def _become(self, state: str) -> None:
        self._state = state
        self._describe()

    def _describe(self) -> None:
        description: dict[str, Any] = {
            "state": self._state,
            "supervisor_pid": os.getpid(),
            "ports": self._ports,
            "urls": self._urls,
            "started": [part.name for part in self._parts],
            "pids": self._supervisor.pids,
            "dev_token": self._folder.secret("dev_token"),
            "control_token": self._folder.secret("control_token"),
        }
        self._folder.write_description(description)
