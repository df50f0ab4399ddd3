"""Starts the parts in order, keeps them running, stops them in reverse order.

Order comes from `Part.after` alone: a part starts when those are ready, and stops when every part that
needs it has stopped; parts that need nothing of each other do both at the same time. A dead part is
started again, after a pause that grows while it keeps dying.
"""

import asyncio
import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence

from local_stack.data_folder import DataFolder
from local_stack.parts import Part, PartFailed

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
LIVED_LONG_SECONDS = 30.0
LOOK_EVERY_SECONDS = 0.05


class UnknownPart(Exception):
    """Somebody asked for a part that this stack does not have, or that cannot be stopped."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"there is no part {name!r} here; the parts are: {', '.join(known)}")


class _Run:
    """What is going on with one part."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.process: asyncio.subprocess.Process | None = None
        self.keeper: asyncio.Task[None] | None = None
        self.ready = asyncio.Event()
        self.stopped = asyncio.Event()
        self.failure: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.returncode is None


class Supervisor:
    """`announce` gets one short line per event; `changed` is called when a process came or went."""

    def __init__(
        self,
        parts: Sequence[Part],
        *,
        folder: DataFolder,
        announce: Callable[[str], None],
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._folder = folder
        self._announce = announce
        self._changed = changed
        self._runs = {part.name: _Run(part) for part in parts}

    @property
    def pids(self) -> dict[str, int]:
        return {name: run.process.pid for name, run in self._runs.items() if run.process and run.is_running}

    async def start(self) -> None:
        """Returns when every part is ready; `PartFailed` as soon as one did not come up the first time."""
        runs = list(self._runs.values())
        for run in runs:
            run.keeper = asyncio.create_task(self._keep(run))
        await self._ready_or_failure(runs)

    async def stop(self) -> None:
        runs = self._runs.values()
        for run in runs:
            await self._end_keeper(run)
        await asyncio.gather(*(self._stop_after_those_that_need(run) for run in runs))

    def kill(self) -> None:
        """At once, for a person who asks a second time."""
        for run in self._runs.values():
            self._signal_group(run, signal.SIGKILL)

    async def stop_part(self, name: str) -> None:
        """Returns when the part has ended; it stays away until `start_part`."""
        run = self._get(name)
        await self._end_keeper(run)
        await self._end_process(run)
        self._changed()

    async def start_part(self, name: str) -> None:
        """Returns when the part is ready; `PartFailed` when it does not come up."""
        run = self._get(name)
        if run.keeper is None or run.keeper.done():
            run.failure = asyncio.get_running_loop().create_future()
            run.stopped.clear()
            run.keeper = asyncio.create_task(self._keep(run))
        await self._ready_or_failure([run])

    @staticmethod
    async def _ready_or_failure(runs: Sequence[_Run]) -> None:
        async def all_ready() -> None:
            for run in runs:
                await run.ready.wait()

        waiting = asyncio.create_task(all_ready())
        failures = [run.failure for run in runs]
        try:
            await asyncio.wait([waiting, *failures], return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _end(waiting)
        problems = [problem for failure in failures if failure.done() and (problem := failure.exception())]
        if problems:
            raise problems[0]

    def _get(self, name: str) -> _Run:
        known = [run.part.name for run in self._runs.values() if not run.part.once]
        if name not in known:
            raise UnknownPart(name, known)
        return self._runs[name]

    async def _keep(self, run: _Run) -> None:
        """Life of one part: the first failure is reported to whoever started it, later ones are outlived."""
        came_up = False
        pause = FIRST_PAUSE_SECONDS
        while True:
            began = time.monotonic()
            try:
                await self._bring_up(run)
                came_up = True
                if run.part.once:
                    return
                code = await self._process_of(run).wait()
                what = f"ended by itself ({_words_of(code)})"
            except Exception as problem:
                # Whatever it is, the other parts go on and this one is tried again.
                await self._end_process(run)
                if not came_up:
                    if not run.failure.done():
                        run.failure.set_exception(PartFailed(str(problem)))
                    return
                what = f"did not come back: {problem}"
            run.ready.clear()
            self._changed()
            if time.monotonic() - began > LIVED_LONG_SECONDS:
                pause = FIRST_PAUSE_SECONDS
            self._announce(f"  {run.part.name:<12} {what}; starting it again in {pause:g} s")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def _bring_up(self, run: _Run) -> None:
        part = run.part
        for name in part.after:
            await self._runs[name].ready.wait()
        began = time.monotonic()
        await part.prepare()
        with self._folder.open_log(part.name) as log:
            run.process = await asyncio.create_subprocess_exec(
                *part.launch_command(),
                env=dict(part.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C at the terminal reaches every process of the session; only we may act on it.
                start_new_session=True,
            )
        self._changed()
        await self._wait_until_ready(run, until=began + part.ready_within_seconds)
        await part.settle()
        run.ready.set()
        done = "done" if part.once else "ready"
        self._announce(
            f"  {part.name:<12} {done} after {time.monotonic() - began:.1f} s  {part.note}".rstrip()
        )

    async def _wait_until_ready(self, run: _Run, *, until: float) -> None:
        part, process = run.part, self._process_of(run)
        while True:
            if part.once and process.returncode == 0:
                return
            if process.returncode is not None:
                raise self._failed(part, f"ended at once ({_words_of(process.returncode)})")
            if not part.once and await part.ready(process.pid):
                return
            if time.monotonic() > until:
                raise self._failed(part, f"was not ready within {part.ready_within_seconds:g} s")
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    def _failed(self, part: Part, what: str) -> PartFailed:
        lines = "\n".join(f"    {line}" for line in self._folder.last_log_lines(part.name))
        return PartFailed(f"{part.name} {what}. The end of {self._folder.log_file(part.name)}:\n{lines}")

    async def _stop_after_those_that_need(self, run: _Run) -> None:
        for other in self._runs.values():
            if run.part.name in other.part.after:
                await other.stopped.wait()
        try:
            if run.is_running:
                await self._end_process(run)
                self._announce(f"  {run.part.name:<12} stopped")
        finally:
            run.stopped.set()

    async def _end_keeper(self, run: _Run) -> None:
        if run.keeper is not None:
            await _end(run.keeper)
        run.ready.clear()

    async def _end_process(self, run: _Run) -> None:
        process = run.process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(run.part.stop_signal)
        try:
            async with asyncio.timeout(run.part.stop_within_seconds):
                await process.wait()
        except TimeoutError:
            self._signal_group(run, signal.SIGKILL)
            await process.wait()

    def _signal_group(self, run: _Run, number: signal.Signals) -> None:
        if run.process is not None and run.is_running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(run.process.pid, number)

    @staticmethod
    def _process_of(run: _Run) -> asyncio.subprocess.Process:
        if run.process is None:
            raise PartFailed(f"{run.part.name} has no process")
        return run.process


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


def _words_of(code: int) -> str:
    return f"code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"
