"""The stack that is measured: the same parts as the local stack's, on ports and data of their own.

Not under the local stack's supervisor: nothing is to be started again behind a measurement's back.
"""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from local_stack.account import choose_account
from local_stack.data_folder import DataFolder
from local_stack.parts import PartFailed, Probe, answering, listening, tied_to_this_process
from local_stack.ports import choose_ports, free_port
from local_stack.postgres import start_postgres
from local_stack.stack import Stack
from local_stack.temporal import start_temporal
from settings import PROJECT_FOLDER, Settings

READY_WITHIN_SECONDS = 60.0
STOP_WITHIN_SECONDS = 10.0


@dataclass(frozen=True)
class Stage:
    """`pids` by part: postgres, temporal, worker, web, hand_written."""

    stack: Stack
    pids: Mapping[str, int]

    @property
    def settings(self) -> Settings:
        return Settings.of(**self.stack.environment)

    @property
    def owner_url(self) -> str:
        return self.stack.migration_database_url


@asynccontextmanager
async def open_stage(data: Path, *, outside: Mapping[str, str]) -> AsyncIterator[Stage]:
    """Starts everything; stops it in reverse order. Raises PartFailed."""
    folder = DataFolder.at(data)
    folder.create()
    ports = choose_ports(free_port(), last_time={})
    stack = Stack(folder=folder, ports=ports, account=choose_account(), outside=without_servers(outside))
    with ExitStack() as stop:
        postgres = start_postgres(
            folder.path / "postgres",
            ports["postgres"],
            password=stack.cluster.password,
            account=stack.account,
            throwaway=False,  # it has to write as safely as in earnest
        )
        stop.callback(postgres.remove)
        migrate_stage(stack)
        temporal = start_temporal(folder.path / "temporal", ports["temporal"])
        stop.callback(temporal.stop)
        pids = {"postgres": postgres.process.pid, "temporal": temporal.process.pid}
        for name, (command, ready) in _services(stack).items():
            process = _start(stack, name, command)
            stop.callback(_stop, process)
            await _until_ready(stack, name, process, ready)
            pids[name] = process.pid
        yield Stage(stack, pids)


def _services(stack: Stack) -> dict[str, tuple[list[str], Probe]]:
    """Command of each process of Python and how it tells that it is ready."""
    hand_written = ["-m", "benchmarks.hand_written_worker", stack.temporal_address]
    return {
        "worker": (["-m", "benchmarks.engine_worker"], listening(stack.ports["worker_metrics"])),
        "web": (["web.py"], answering(f"{stack.url_of('web')}/api/v1/health/live")),
        "hand_written": (hand_written, _has_said_ready(stack, "hand_written")),
    }


def migrate_stage(stack: Stack) -> None:
    owner = {"ONEMATTER_MIGRATION_DATABASE_URL": stack.migration_database_url}
    done = subprocess.run(
        [sys.executable, "cli.py", "migrate"],
        cwd=PROJECT_FOLDER,
        env=stack.environment | owner,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise PartFailed(f"the tables could not be made:\n{done.stderr}")


def _start(stack: Stack, name: str, arguments: list[str]) -> subprocess.Popen[bytes]:
    with stack.folder.open_log(name) as log:
        return subprocess.Popen(
            tied_to_this_process([sys.executable, *arguments], death_signal=signal.SIGKILL),
            cwd=PROJECT_FOLDER,
            env=stack.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


async def _until_ready(stack: Stack, name: str, process: subprocess.Popen[bytes], ready: Probe) -> None:
    try:
        async with asyncio.timeout(READY_WITHIN_SECONDS):
            while process.poll() is None:
                if await ready(process.pid):
                    return
                await asyncio.sleep(0.1)
    except TimeoutError:
        pass
    words = "\n".join(stack.folder.last_log_lines(name, count=20))
    raise PartFailed(f"{name} did not start; its log says:\n{words}")


def _has_said_ready(stack: Stack, name: str) -> Probe:
    async def probe(_pid: int) -> bool:
        return "ready" in stack.folder.last_log_lines(name)

    return probe


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def without_servers(environment: Mapping[str, str]) -> dict[str, str]:
    """The benchmark never measures, nor fills, a database or a Temporal that belongs to somebody."""
    own = ("DATABASE_URL", "TEMPORAL_ADDRESS")
    return {
        name: value
        for name, value in environment.items()
        if name not in own and not name.startswith("ONEMATTER_")
    }
