"""The worker as a process: it gets ready, also with Temporal away, and leaves in order."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from local_stack.ports import free_port
from settings import PROJECT_FOLDER


async def test_the_worker_gets_ready_without_temporal_and_leaves_in_order(
    seeded_database: Any, tmp_path: Path
) -> None:
    """Deadlines and lights do not need Temporal, so the process does not wait for it."""
    port = free_port()
    more = {"DATABASE_URL": seeded_database.app_url, "ONEMATTER_WORKER_METRICS_PORT": str(port)}
    async with a_worker(tmp_path, **more) as process, asyncio.timeout(30):
        while not await _listens(port):
            assert process.returncode is None
            await asyncio.sleep(0.1)
        await leaves_in_order(process)


async def test_a_worker_that_still_waits_for_its_database_leaves_when_it_is_told_to(tmp_path: Path) -> None:
    nobody = f"postgresql+psycopg://nobody:nobody@127.0.0.1:{free_port()}/nothing"
    async with a_worker(tmp_path, DATABASE_URL=nobody) as process, asyncio.timeout(30):
        assert process.stdout is not None
        assert b'"waiting"' in await process.stdout.readline()
        await leaves_in_order(process)


@asynccontextmanager
async def a_worker(data: Path, **more: str) -> AsyncIterator[Process]:
    """A process of its own, without a workflow server."""
    temporal = f"127.0.0.1:{free_port()}"
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "worker.py",
        cwd=PROJECT_FOLDER,
        env={**os.environ, "TEMPORAL_ADDRESS": temporal, "ONEMATTER_DATA_DIR": str(data), **more},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()


async def leaves_in_order(process: Process) -> None:
    process.send_signal(signal.SIGTERM)
    _, complaints = await process.communicate()
    assert (process.returncode, complaints.decode()) == (0, "")


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True
