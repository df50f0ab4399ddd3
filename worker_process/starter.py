"""The relay's hand at Temporal: starts and signals workflows."""

from datetime import timedelta
from typing import Any

from temporalio.client import Client
from temporalio.common import Priority, WorkflowIDConflictPolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError

from engine.relay import TemporalAway, WakeUp
from workflows.errand import ErrandWorkflow
from workflows.matter_case import MatterCaseWorkflow
from workflows.messages import CaseInput, ErrandInput
from workflows.names import WAKE_SIGNAL, task_queue, workflow_id

RPC_TIMEOUT = timedelta(seconds=5)


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
