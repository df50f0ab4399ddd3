"""Process 1: the Temporal worker, the relay, and the loops that watch.

It serves nobody: while it is away people go on working, and when it comes back it finds in PostgreSQL what
is to be done. Its metrics port listens when it is ready.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import structlog
from prometheus_client import Gauge, start_http_server
from sqlalchemy import text
from sqlalchemy.engine import make_url
from temporalio.client import Client
from temporalio.common import Priority, WorkflowIDConflictPolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError
from temporalio.worker import Worker

from activities.department_calls import Department, DepartmentCalls
from activities.looking import Looking
from activities.registry import Outside, make_carrier, slow_activities
from clocks.calendar import ONE_DAY, local_date
from database.session import ENGINE, make_engine, transaction
from departments.connector import HttpConnector
from departments.registry import load_connectors, open_connectors
from documents.press import Press
from engine.context import EngineContext, open_context
from engine.due import run_due_deadlines
from engine.lingering import LINGER_SECONDS, Lingering
from engine.notify import WOKEN, listen
from engine.reconciliation import TheirLine, is_reconciled, reconcile
from engine.relay import Relay, TemporalAway, WakeUp
from engine.sweep import sweep
from secrecy.payload_codec import data_converter
from settings import LOOPBACK, Settings, get_settings
from workflows.errand import ErrandWorkflow
from workflows.matter_case import MatterCaseWorkflow
from workflows.messages import CaseInput, ErrandInput
from workflows.names import WAKE_SIGNAL, task_queue, workflow_id

POOL_SIZE = 20
CACHED_WORKFLOWS = 4000  # a cached case is about 45 KB; fewer than the cases touched at once is slow
RPC_TIMEOUT = timedelta(seconds=5)
STOPPING = timedelta(seconds=3)
SAFETY_NET_SECONDS = 5.0
SWEEP_SECONDS = 60.0
RECONCILE_SECONDS = 900.0
AGAIN_SECONDS = 2.0
PAYMENTS = "payment"

TEMPORAL_AWAY = Gauge("onematter_temporal_away", "1 while the workflow server cannot be reached")

log = structlog.get_logger()


class TemporalStarter:
    """Starts and signals workflows; whatever the server refuses is tried again later."""

    def __init__(self, client: Client, installation: str) -> None:
        self._client = client
        self._installation = installation

    async def wake_case(self, wake_up: WakeUp) -> None:
        case = CaseInput(wake_up.case_no)
        await self._start(
            MatterCaseWorkflow.run,
            case,
            subject=wake_up.case_no,
            rests=wake_up.rests,
            priority=1 if wake_up.priority == 0 else 3,
        )

    async def start_errand(self, subject: str) -> None:
        await self._start(ErrandWorkflow.run, ErrandInput(subject), subject=subject, rests=False, priority=2)

    async def _start(self, run: Any, given: Any, *, subject: str, rests: bool, priority: int) -> None:
        """A new run looks by itself; one that is there already is told to, by a signal."""
        policy = WorkflowIDConflictPolicy.FAIL if rests else WorkflowIDConflictPolicy.UNSPECIFIED
        try:
            await self._client.start_workflow(
                run,
                given,
                id=workflow_id(self._installation, subject),
                task_queue=task_queue(self._installation),
                id_conflict_policy=policy,
                start_signal=None if rests else WAKE_SIGNAL,
                priority=Priority(priority_key=priority),
                rpc_timeout=RPC_TIMEOUT,
            )
        except WorkflowAlreadyStartedError:
            await self._start(run, given, subject=subject, rests=False, priority=priority)
        except RPCError as error:
            raise TemporalAway from error


@dataclass(frozen=True)
class Machine:
    """What makes things happen, wired but not running."""

    context: EngineContext
    relay: Relay
    worker: Worker


def make_machine(
    context: EngineContext,
    client: Client,
    outside: Outside,
    *,
    installation: str,
    linger_seconds: float = LINGER_SECONDS,
) -> Machine:
    lingering = Lingering(seconds=linger_seconds)
    carrier = make_carrier(context, outside)
    looking = Looking(context, carrier, lingering)
    relay = Relay(context, TemporalStarter(client, installation), lingering)
    worker = Worker(
        client,
        task_queue=task_queue(installation),
        workflows=[MatterCaseWorkflow, ErrandWorkflow],
        activities=[looking.look, looking.look_at_errand, *slow_activities(carrier)],
        max_cached_workflows=CACHED_WORKFLOWS,
        graceful_shutdown_timeout=STOPPING,
    )
    return Machine(context, relay, worker)


async def read_installation(context: EngineContext) -> str:
    async with transaction(context.database, ENGINE) as connection:
        return (await connection.execute(text("SELECT id FROM installation"))).scalar_one()


async def run(
    settings: Settings, *, stop: asyncio.Event, more_departments: Mapping[str, Department] | None = None
) -> None:
    """Runs until `stop` is set; then what is under way may end within `STOPPING`.

    `more_departments`, by connector, are reached in another way than over HTTP.
    """
    context = open_context(make_engine(settings.database_url, pool_size=POOL_SIZE), keys=settings.master_keys)
    installation = await _patiently(lambda: read_installation(context), what="database")
    async with httpx.AsyncClient() as http, Press() as press:
        connectors = _connectors(settings, http)
        departments = {**connectors, **(more_departments or {})}
        calls = DepartmentCalls(departments, f"{settings.public_url}/api/v1/callbacks")
        outside = Outside(calls, press, settings.public_url)
        process = WorkerProcess(settings, context, outside, connectors, installation)
        if settings.worker_metrics_port is not None:
            start_http_server(settings.worker_metrics_port, addr=LOOPBACK)
        log.info("worker_ready", installation=installation)
        await process.run_until(stop)
    await context.notifier.finish()
    await context.database.dispose()


@dataclass
class WorkerProcess:
    """The loops of this process. Only what needs Temporal waits for it."""

    settings: Settings
    context: EngineContext
    outside: Outside
    connectors: dict[str, HttpConnector]
    installation: str
    machine: Machine | None = None

    async def run_until(self, stop: asyncio.Event) -> None:
        loops = [
            _for_ever("machine", self._run_machine, every=AGAIN_SECONDS),
            _for_ever("safety_net", self._catch_what_fell, every=SAFETY_NET_SECONDS),
            _for_ever("sweep", self._sweep, every=SWEEP_SECONDS),
            _for_ever("reconciliation", self._reconcile, every=RECONCILE_SECONDS),
        ]
        tasks = [asyncio.create_task(each) for each in (*loops, self.outside.press.warm_up())]
        await stop.wait()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run_machine(self) -> None:
        client = await Client.connect(
            self.settings.temporal_address,
            namespace=self.settings.temporal_namespace,
            data_converter=data_converter(self.settings.master_keys),
        )
        self.machine = make_machine(self.context, client, self.outside, installation=self.installation)
        try:
            await run_machine(self.machine, database_url=self.settings.database_url)
        finally:
            self.machine = None

    async def _catch_what_fell(self) -> None:
        await run_due_deadlines(self.context, grace_seconds=SAFETY_NET_SECONDS)

    async def _sweep(self) -> None:
        away = self.machine is None or self.machine.relay.temporal_is_away
        TEMPORAL_AWAY.set(away)
        await sweep(self.context, temporal_is_away=away)

    async def _reconcile(self) -> None:
        """Yesterday's list of the payment provider, once it is there."""
        yesterday = local_date(datetime.now(UTC)) - ONE_DAY
        if await is_reconciled(self.context, connector=PAYMENTS, day=yesterday):
            return
        lines = await self.connectors[PAYMENTS].reconcile(yesterday, timeout=30)
        theirs = [
            TheirLine(each.key, each.state, each.amount_fen)
            for each in lines
            if each.kind == "payment_create"
        ]
        await reconcile(self.context, connector=PAYMENTS, day=yesterday, theirs=theirs)


async def run_machine(machine: Machine, *, database_url: str) -> None:
    """Works, relays and listens until it is cancelled or the worker fails; then all of it ends."""
    loops = [
        _for_ever("relay", machine.relay.run, every=AGAIN_SECONDS),
        _for_ever("listening", lambda: run_listening(database_url, machine.relay), every=AGAIN_SECONDS),
    ]
    tasks = [asyncio.create_task(each) for each in loops]
    try:
        await machine.worker.run()  # when it is cancelled it lets its activities end, within STOPPING
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def run_listening(url: str, relay: Relay) -> None:
    """Tells the relay what other processes have committed, until the line breaks."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    async for case_ids in listen(plain, channel=WOKEN):
        relay.nudge(case_ids)


def _connectors(settings: Settings, http: httpx.AsyncClient) -> dict[str, HttpConnector]:
    known = load_connectors(settings.data_dir, departments_url=settings.departments_url, local=settings.local)
    return open_connectors(known, client=http)


async def _for_ever(name: str, loop: Callable[[], Awaitable[object]], *, every: float) -> None:
    """Begins again whatever ends, with a line in the log when it ended badly."""
    while True:
        try:
            await loop()
        except Exception as problem:  # the edge of a process: no loop may end the others
            log.warning("loop_failed", loop=name, problem=type(problem).__name__, exc_info=problem)
        await asyncio.sleep(every)


async def _patiently(read: Callable[[], Awaitable[str]], *, what: str) -> str:
    while True:
        try:
            return await read()
        except Exception as problem:
            log.warning("waiting", what=what, problem=type(problem).__name__)
            await asyncio.sleep(AGAIN_SECONDS)


def _write_logs(level: str) -> None:
    """One JSON object a line; tracebacks without the values of variables, which may be personal."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level.lower()),
    )


async def _main() -> None:
    _write_logs(get_settings().log_level)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await run(get_settings(), stop=stop)


if __name__ == "__main__":
    asyncio.run(_main())
    sys.stdout.flush()
    sys.stderr.flush()
    # After much use of a Temporal client the interpreter sometimes dies in its farewell (sdk-python#300).
    os._exit(0)
