"""The workflow of one case: it makes things happen outside, and on time.

The case itself moves in PostgreSQL, in the transaction of each act; a run of this workflow ends when
nothing is pending, and a later act starts a new run under the same id.
"""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.loop import WakefulLoop
    from workflows.messages import LOOK, CaseInput
    from workflows.names import CASE_WORKFLOW, WAKE_SIGNAL


@workflow.defn(name=CASE_WORKFLOW)
class MatterCaseWorkflow:
    @workflow.init
    def __init__(self, case: CaseInput) -> None:
        self._loop = WakefulLoop(case.case_no, look=LOOK)

    @workflow.signal(name=WAKE_SIGNAL)
    def wake(self) -> None:
        self._loop.wake()

    @workflow.run
    async def run(self, case: CaseInput) -> None:
        if not await self._loop.run():
            workflow.continue_as_new(case)
