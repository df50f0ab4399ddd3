"""Builds the one process that plays every department."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from ssl import PROTOCOL_TLS_CLIENT, SSLContext

import httpx
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from departments.simulated import pages, routes, signing_pages
from departments.simulated.control import Controls
from departments.simulated.desk import Desk
from departments.simulated.journal import Journal
from departments.simulated.postman import RETRY_DELAYS_SECONDS, Postman
from departments.simulated.state import State
from documents.sealing.trial_signers import TrialSigners

SIMULATED_HEADER = "X-OneMatter-Simulated"
JOURNAL_PATH = Path("departments") / "journal.jsonl"


class SaysItIsSimulated:
    """Every answer, also an error, carries the header."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[SIMULATED_HEADER] = "true"
            await send(message)

        await self._app(scope, receive, send_marked)


def create_simulation(
    *,
    data_dir: Path,
    departments_url: str,
    secrets: Mapping[str, str],
    retry_delays: Sequence[float] = RETRY_DELAYS_SECONDS,
) -> FastAPI:
    """`secrets` by connector code; `departments_url` is where a browser reaches this process."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        journal = Journal(Path(data_dir) / JOURNAL_PATH)
        state = State(journal, today=datetime.now(routes.DEPARTMENTS_ZONE).date())
        controls = Controls()
        # Callbacks go to the loopback in plain HTTP: without a proxy, and no authority is trusted.
        nobody = SSLContext(PROTOCOL_TLS_CLIENT)
        async with httpx.AsyncClient(trust_env=False, verify=nobody) as client:
            postman = Postman(state, controls, secrets=secrets, client=client, retry_delays=retry_delays)
            app.state.signers = TrialSigners.open(Path(data_dir))
            app.state.desk = Desk(state, controls, postman, public_url=departments_url)
            app.state.desk.resume()
            yield
            await postman.stop()
        journal.close()

    app = FastAPI(
        title="Simulated departments 模拟部门",
        description="Plays every department and provider. Everybody and everything here is invented.",
        version="1.0",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        # The pages first: "/payment/pay/…" is not a task of the payment department.
        routes=[*signing_pages.router.routes, *pages.router.routes, *routes.router.routes],
    )
    app.state.secrets = dict(secrets)
    app.add_middleware(SaysItIsSimulated)
    return app
