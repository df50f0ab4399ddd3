"""Looking at runs of workflows from outside."""

import asyncio

from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHandle
from temporalio.service import RPCError

from engine.case_change import CaseChange
from tests.engine_room import Room
from workflows.names import workflow_id


def handle_of(client: Client, room: Room, case: CaseChange) -> WorkflowHandle[object, object]:
    return client.get_workflow_handle(workflow_id(room.installation, case.case_no))


async def until_closed(client: Client, room: Room, case: CaseChange, *, seconds: float = 10) -> str:
    """Waits for the end of the case's latest run; gives its id."""
    async with asyncio.timeout(seconds):
        while True:
            try:
                described = await handle_of(client, room, case).describe()
                if described.status != WorkflowExecutionStatus.RUNNING:
                    return described.run_id or ""
            except RPCError:
                pass  # not started yet
            await asyncio.sleep(0.02)


async def event_names(client: Client, room: Room, case: CaseChange) -> list[str]:
    handle = handle_of(client, room, case)
    return [str(each.event_type) async for each in handle.fetch_history_events()]
