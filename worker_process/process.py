"""Process 1: the Temporal worker, the relay, and the loops that watch.

It serves nobody: while it is away people go on working, and when it comes back it finds in PostgreSQL what
is to be done. Its metrics port listens when it is ready.
"""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
import structlog
import uvloop
from prometheus_client import Gauge, start_http_server
from sqlalchemy import text
from temporalio.client import Client

from activities.department_calls import Department, DepartmentCalls
from activities.registry import Outside
from clocks.calendar import ONE_DAY, local_date
from database.session import ENGINE, make_engine, transaction
from departments.connector import HttpConnector
from departments.registry import load_connectors, open_connectors
from documents.press import Press
from documents.sealing.signing import read_trusted
from documents.sealing.trial_authority import open_signer, read_certificate
from engine.calendar_publishing import move_next
from engine.context import EngineContext, open_context
from engine.due import run_due_deadlines
from engine.housekeeping import keep_house
from engine.left_behind import LEFT_FOR, remove_left_behind
from engine.messages import take_next_channels
from engine.officers_leaving import let_officers_change
from engine.reconciliation import Ours, TheirLine, is_reconciled, reconcile
from engine.regions_ending import hand_region_over
from engine.reorganising import hand_over_next
from engine.sweep import sweep
from files.opening import open_scanner, open_store
from secrecy.payload_codec import data_converter
from settings import LOOPBACK, Settings, get_settings
from worker_process.loops import AGAIN_SECONDS, end, read_patiently, run_for_ever
from worker_process.machine import Machine, make_machine, run_machine
from worker_process.uploads import scan_quarantined

POOL_SIZE = 20
PRESS_PROCESSES = 2  # papers come in bursts: 500 notices in less than two minutes (benchmarks/papers.py)
SAFETY_NET_SECONDS = 5.0
SWEEP_SECONDS = 60.0
RECONCILE_SECONDS = 900.0
CALENDAR_SECONDS = 5.0
HOUSEKEEPING_SECONDS = 3600.0
GARBAGE_WANTED = 10_000  # objects
PAYMENTS, TREASURY = "payment", "treasury"

TEMPORAL_AWAY = Gauge("onematter_temporal_away", "1 while the workflow server cannot be reached")

log = structlog.get_logger()


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
    installation = await read_patiently(lambda: read_installation(context), what="database", stop=stop)
    if installation is not None:
        await _work(settings, context, installation, stop=stop, more_departments=more_departments or {})
    await context.notifier.finish()
    await context.database.dispose()


async def _work(
    settings: Settings,
    context: EngineContext,
    installation: str,
    *,
    stop: asyncio.Event,
    more_departments: Mapping[str, Department],
) -> None:
    async with httpx.AsyncClient() as http, Press(processes=PRESS_PROCESSES) as press:
        connectors = _connectors(settings, http)
        departments = {**connectors, **more_departments}
        calls = DepartmentCalls(departments, f"{settings.public_url}/api/v1/callbacks")
        store = open_store(settings, keys=settings.master_keys)
        signer = open_signer(settings.data_dir, local=settings.local)
        outside = Outside(
            calls,
            press,
            settings.public_url,
            store,
            signer,
            read_certificate(settings.data_dir),
            trusted_signers=lambda: read_trusted(settings.data_dir),
        )
        process = WorkerProcess(settings, context, outside, connectors, installation)
        if settings.worker_metrics_port is not None:
            start_http_server(settings.worker_metrics_port, addr=LOOPBACK)
        log.info("worker_ready", installation=installation)
        await process.run_until(stop)


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
            run_for_ever("machine", self._run_machine, every=AGAIN_SECONDS),
            run_for_ever("safety_net", self._catch_what_fell, every=SAFETY_NET_SECONDS),
            run_for_ever("sweep", self._sweep, every=SWEEP_SECONDS),
            run_for_ever("reconciliation", self._reconcile_payments, every=RECONCILE_SECONDS),
            run_for_ever("awaited_money", self._reconcile_awaited_money, every=RECONCILE_SECONDS),
            run_for_ever("uploads", self._scan_uploads, every=SWEEP_SECONDS),
            run_for_ever("housekeeping", self._keep_house, every=HOUSEKEEPING_SECONDS),
            run_for_ever("calendars", self._date_cases_anew, every=CALENDAR_SECONDS),
            run_for_ever("organisation", self._follow_organisation, every=CALENDAR_SECONDS),
        ]
        tasks = [asyncio.create_task(each) for each in (*loops, self.outside.press.warm_up())]
        await stop.wait()
        await end(tasks)

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
        await take_next_channels(self.context)

    async def _scan_uploads(self) -> None:
        store = open_store(self.settings, keys=self.settings.master_keys)
        await scan_quarantined(self.context, store=store, scanner=open_scanner(self.settings))

    async def _keep_house(self) -> None:
        store = open_store(self.settings, keys=self.settings.master_keys)
        for storage_key in await keep_house(self.context, drafts_kept=self.settings.drafts_kept):
            await store.remove(storage_key)
        await remove_left_behind(self.context, store, before=datetime.now(UTC) - LEFT_FOR)

    async def _date_cases_anew(self) -> None:
        """A published change of the calendar reaches the cases under way."""
        while await move_next(self.context):
            pass

    async def _follow_organisation(self) -> None:
        """Departments that end, people who leave and regions that end hand over what they have."""
        while await hand_over_next(self.context):
            pass
        while await let_officers_change(self.context):
            pass
        while await hand_region_over(self.context):
            pass

    async def _reconcile_payments(self) -> None:
        await self._reconcile_with(PAYMENTS, kinds=("payment_create", "refund"), ours="payments")

    async def _reconcile_awaited_money(self) -> None:
        await self._reconcile_with(TREASURY, kinds=("arrival_expect",), ours="expected_money")

    async def _reconcile_with(self, connector: str, *, kinds: tuple[str, ...], ours: Ours) -> None:
        """Yesterday's list of the other side, once it is there."""
        yesterday = local_date(datetime.now(UTC)) - ONE_DAY
        if await is_reconciled(self.context, connector=connector, day=yesterday):
            return
        lines = await self.connectors[connector].reconcile(yesterday, timeout=30)
        theirs = [TheirLine(each.key, each.state, each.amount_fen) for each in lines if each.kind in kinds]
        await reconcile(self.context, connector=connector, day=yesterday, theirs=theirs, ours=ours)


def _connectors(settings: Settings, http: httpx.AsyncClient) -> dict[str, HttpConnector]:
    known = load_connectors(settings.data_dir, departments_url=settings.departments_url, local=settings.local)
    return open_connectors(known, client=http)


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


async def _main(more_departments: Mapping[str, Department] | None) -> None:
    _write_logs(get_settings().log_level)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await run(get_settings(), stop=stop, more_departments=more_departments)


def main(*, more_departments: Mapping[str, Department] | None = None) -> None:
    """The whole life of the process; it does not return."""
    # An outcome makes thousands of small things that die at once; the usual limit of 700 costs a twentieth of
    # the processor's time.
    gc.set_threshold(GARBAGE_WANTED)
    uvloop.run(_main(more_departments))  # a statement costs a quarter less than with asyncio's own loop
    sys.stdout.flush()
    sys.stderr.flush()
    # After much use of a Temporal client the interpreter sometimes dies in its farewell (sdk-python#300).
    os._exit(0)
