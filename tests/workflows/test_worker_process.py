"""The worker as a process: it gets ready, also with Temporal away, and leaves in order."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from local_stack.ports import free_port
from settings import PROJECT_FOLDER


async def test_the_worker_gets_ready_without_temporal_and_leaves_in_order(
    seeded_database: Any, tmp_path: Path
) -> None:
    """Deadlines and lights do not need Temporal, so the process does not wait for it."""
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": seeded_database.app_url,
        "TEMPORAL_ADDRESS": f"127.0.0.1:{free_port()}",
        "ONEMATTER_WORKER_METRICS_PORT": str(port),
        "ONEMATTER_DATA_DIR": str(tmp_path),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "worker.py",
        cwd=PROJECT_FOLDER,
        env=environment,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(30):
            while not await _listens(port):
                assert process.returncode is None
                await asyncio.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        _, complaints = await asyncio.wait_for(process.communicate(), 10)
        assert (process.returncode, complaints.decode()) == (0, "")
    finally:
        if process.returncode is None:
            process.kill()


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True
