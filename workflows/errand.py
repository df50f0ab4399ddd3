"""The workflow of effects that belong to no case: a draft's slow look-up, a consent link, a ticket."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.loop import WakefulLoop
    from workflows.messages import LOOK_AT_ERRAND, ErrandInput
    from workflows.names import ERRAND_WORKFLOW, WAKE_SIGNAL


@workflow.defn(name=ERRAND_WORKFLOW)
class ErrandWorkflow:
    @workflow.init
    def __init__(self, errand: ErrandInput) -> None:
        self._loop = WakefulLoop(errand.subject, look=LOOK_AT_ERRAND)

    @workflow.signal(name=WAKE_SIGNAL)
    def wake(self) -> None:
        self._loop.wake()

    @workflow.run
    async def run(self, errand: ErrandInput) -> None:
        if not await self._loop.run():
            workflow.continue_as_new(errand)
