"""An effect that belongs to no case: what is asked lies sealed in its own row."""

from activities.department_calls import DepartmentCalls, Result
from activities.handler import Job
from engine.context import EngineContext
from engine.errands import asked_of


class Errand:
    kind = "errand"

    def __init__(self, context: EngineContext, calls: DepartmentCalls) -> None:
        self._context = context
        self._calls = calls

    async def carry_out(self, job: Job) -> Result:
        call, payload = await asked_of(self._context, job.effect)
        return await self._calls.call(job.effect, call, payload, ask_first=job.ask_first, seconds=job.seconds)
