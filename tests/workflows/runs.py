"""Looking at runs of workflows from outside."""

import asyncio
from collections.abc import Callable

from temporalio.client import Client, WorkflowExecutionDescription, WorkflowExecutionStatus, WorkflowHandle
from temporalio.service import RPCError

from engine.case_change import CaseChange
from tests.engine_room import Room
from workflows.names import workflow_id


def handle_of(client: Client, room: Room, case: CaseChange) -> WorkflowHandle[object, object]:
    return client.get_workflow_handle(workflow_id(room.installation, case.case_no))


async def until_started(client: Client, room: Room, case: CaseChange) -> str:
    """Gives the id of the case's latest run."""
    return (await _until(lambda _: True, client, room, case, seconds=10)).run_id or ""


async def until_closed(client: Client, room: Room, case: CaseChange, *, seconds: float = 10) -> str:
    """Waits for the end of the case's latest run; gives its id."""
    closed = await _until(
        lambda run: run.status != WorkflowExecutionStatus.RUNNING, client, room, case, seconds=seconds
    )
    return closed.run_id or ""


async def _until(
    true: Callable[[WorkflowExecutionDescription], bool],
    client: Client,
    room: Room,
    case: CaseChange,
    *,
    seconds: float,
) -> WorkflowExecutionDescription:
    async with asyncio.timeout(seconds):
        while True:
            try:
                described = await handle_of(client, room, case).describe()
                if true(described):
                    return described
            except RPCError:
                pass  # not started yet
            await asyncio.sleep(0.02)


async def event_names(client: Client, room: Room, case: CaseChange) -> list[str]:
    handle = handle_of(client, room, case)
    return [str(each.event_type) async for each in handle.fetch_history_events()]
