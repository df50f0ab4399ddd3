"""What makes things happen: the Temporal worker with its activities, the relay, and the ear for wake-ups."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.engine import make_url
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.looking import Looking
from activities.registry import Outside, make_carrier, slow_activities
from engine.context import EngineContext
from engine.lingering import LINGER_SECONDS, Lingering
from engine.notify import WOKEN, listen
from engine.relay import Relay
from worker_process.loops import AGAIN_SECONDS, end, run_for_ever
from worker_process.starter import TemporalStarter
from workflows.errand import ErrandWorkflow
from workflows.matter_case import MatterCaseWorkflow
from workflows.names import task_queue

CACHED_WORKFLOWS = 4000  # a cached case is about 45 KB; fewer than the cases touched at once is slow
LOOKS_AT_ONCE = 1000  # most of them only linger
STOPPING = timedelta(seconds=3)


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
        # Both workflows are ours and never change with a matter: the tests replay them in the sandbox, which
        # would cost a tenth of this process's work for each case (docs/decisions/0010).
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_cached_workflows=CACHED_WORKFLOWS,
        max_concurrent_local_activities=LOOKS_AT_ONCE,
        graceful_shutdown_timeout=STOPPING,
    )
    return Machine(context, relay, worker)


async def run_machine(machine: Machine, *, database_url: str) -> None:
    """Works, relays and listens until it is cancelled or the worker fails; then all of it ends."""
    loops = [
        run_for_ever("relay", machine.relay.run, every=AGAIN_SECONDS),
        run_for_ever("listening", lambda: run_listening(database_url, machine.relay), every=AGAIN_SECONDS),
    ]
    tasks = [asyncio.create_task(each) for each in loops]
    try:
        await machine.worker.run()  # when it is cancelled it lets its activities end, within STOPPING
    finally:
        await end(tasks)


async def run_listening(url: str, relay: Relay) -> None:
    """Tells the relay what other processes have committed, until the line breaks."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    async for case_ids in listen(plain, channel=WOKEN):
        relay.nudge(case_ids)
