"""The simulated departments as the process that the local stack starts, killed in the middle."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx

from departments.connector import HttpConnector
from departments.contract import Accepted, Answered, DepartmentUnavailable
from departments.contract import Request as TaskRequest
from departments.registry import load_connectors

PROJECT = Path(__file__).parents[3]
SOON = 5.0


def _start(data_dir: Path, port: int) -> subprocess.Popen[bytes]:
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "ONEMATTER_LOCAL": "true",
        "ONEMATTER_DATA_DIR": str(data_dir),
        "ONEMATTER_DEPARTMENTS_URL": f"http://127.0.0.1:{port}",
    }
    command = [sys.executable, "-m", "uvicorn", "departments.simulated.app:app", "--port", str(port)]
    return subprocess.Popen(command, cwd=PROJECT, env=environment, stderr=subprocess.DEVNULL)


async def _send(connector: HttpConnector, request: TaskRequest) -> Answered | Accepted:
    """Until the process listens."""
    for _ in range(200):
        try:
            return await connector.send(request, timeout=SOON)
        except DepartmentUnavailable:
            await asyncio.sleep(0.1)
    raise AssertionError("the process never listened")


async def test_a_killed_process_neither_forgets_nor_repeats(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(trust_env=False) as client:
        settings = load_connectors(tmp_path, departments_url=url, local=True)["social_card"]
        connector = HttpConnector("social_card", settings.base_url, settings.secret, client)
        request = TaskRequest("case-1/card/1", "card_make", "case-1", {})
        first = _start(tmp_path, port)
        try:
            before = await _send(connector, request)
        finally:
            first.send_signal(signal.SIGKILL)
            first.wait()
        second = _start(tmp_path, port)
        try:
            assert await _send(connector, request) == before
            ledger = (await client.get(f"{url}/social_card/ledger")).json()
            assert ledger["effects"] == 1
        finally:
            second.terminate()
            second.wait()
