"""The simulated departments as a real server on the loopback, and somebody who receives their callbacks."""

import asyncio
import socket
import ssl
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request, Response

from departments.connector import HttpConnector
from departments.contract import Request as TaskRequest
from departments.registry import load_connectors
from departments.simulated.simulation import create_simulation

FAST_RETRIES = (0.05,) * 100
PATIENCE_SECONDS = 10.0


class Server:
    """One ASGI application on a free port, in a thread."""

    def __init__(self, app: FastAPI, *, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._server = uvicorn.Server(
            uvicorn.Config(app, host="127.0.0.1", port=port, ws="none", log_config=None, lifespan="on")
        )
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._server.started:
            if time.monotonic() > deadline or not self._thread.is_alive():
                raise RuntimeError("the server did not start")
            time.sleep(0.01)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(PATIENCE_SECONDS)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Receiver:
    """Takes callbacks down as they come; `answers` are the statuses for the next ones, then 204."""

    app: FastAPI = field(default_factory=FastAPI)
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    url: str = ""

    async def wait_for(self, count: int) -> list[tuple[dict[str, str], bytes]]:
        await wait_until(lambda: len(self.received) >= count)
        return self.received


@dataclass
class Departments:
    """The running simulation, with a connector to each department and its control."""

    data_dir: Path
    port: int
    client: httpx.AsyncClient
    server: Server | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connector(self, code: str) -> HttpConnector:
        one = load_connectors(self.data_dir, departments_url=self.url, local=True)[code]
        return HttpConnector(one.code, one.base_url, one.secret, self.client)

    def start(self) -> None:
        settings = load_connectors(self.data_dir, departments_url=self.url, local=True)
        app = create_simulation(
            data_dir=self.data_dir,
            departments_url=self.url,
            secrets={code: one.secret for code, one in settings.items()},
            retry_delays=FAST_RETRIES,
        )
        self.server = Server(app, port=self.port)

    def stop(self) -> None:
        if self.server is not None:
            self.server.stop()

    async def control(self, code: str, **values: object) -> None:
        answer = await self.client.put(f"{self.url}/{code}/control", json=values)
        assert answer.status_code == 200, answer.text

    async def ledger(self, code: str) -> list[dict[str, object]]:
        return (await self.client.get(f"{self.url}/{code}/ledger")).json()["items"]


async def wait_until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not true():
            await asyncio.sleep(0.02)


@pytest.fixture
async def departments(tmp_path: Path) -> AsyncIterator[Departments]:
    # Nobody speaks TLS here: to read whom the machine trusts takes longer than most of these tests.
    trusts_nobody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    async with httpx.AsyncClient(trust_env=False, verify=trusts_nobody) as client:
        running = Departments(tmp_path, free_port(), client)
        running.start()
        yield running
        running.stop()


@pytest.fixture(scope="session")
def listening() -> Iterator[Receiver]:
    listening = Receiver()

    @listening.app.post("/callbacks/{connector}")
    async def receive(connector: str, request: Request) -> Response:
        body = await request.body()
        listening.received.append((dict(request.headers), body))
        return Response(status_code=listening.answers.pop(0) if listening.answers else 204)

    server = Server(listening.app, port=free_port())
    listening.url = f"{server.url}/callbacks/any"
    yield listening
    server.stop()


@pytest.fixture
def receiver(listening: Receiver) -> Receiver:
    listening.received = []
    listening.answers = []
    return listening


@pytest.fixture
def ask_for(receiver: Receiver) -> Callable[..., TaskRequest]:
    """A request whose callbacks the receiver gets."""

    def build(kind: str, *, key: str = "case-1/step/1", **payload: object) -> TaskRequest:
        return TaskRequest(key, kind, "330110202611210000000017", dict(payload), receiver.url)

    return build
