"""The steps that a department does: the plan says whom to ask what with which values."""

from activities.department_calls import DepartmentCalls, Result
from activities.handler import Job
from departments.contract import DepartmentNonsense
from engine.carrying import case_of
from engine.case_change import CaseChange
from engine.change import read_case
from engine.context import EngineContext
from engine.received import step_of
from engine.values import stored_key
from matter_definitions.plan import StepPlan

CONSTANT = "="


class StepCall:
    """A step whose request kind and payload stand in the plan (`call`, `send`)."""

    kind: str
    usual_call: str | None = None

    def __init__(self, context: EngineContext, calls: DepartmentCalls) -> None:
        self._context = context
        self._calls = calls

    async def carry_out(self, job: Job) -> Result:
        step = _step_that_needs_no_values(job)
        if step is not None:
            call, payload = self._call_of(step), _constants(step)
        else:
            async with read_case(self._context, case_of(job.effect)) as case:
                call, payload = self._request(case, job)
        return await self._calls.call(job.effect, call, payload, ask_first=job.ask_first, seconds=job.seconds)

    def _request(self, case: CaseChange, job: Job) -> tuple[str, dict[str, object]]:
        step = step_of(case, job.effect)
        if step is None:
            raise DepartmentNonsense(job.effect.connector or "", "the plan has no such step")
        item = case.state.items[job.effect.item_key or ""]
        item_plan = case.plan.item(item.code)
        payload = _constants(step)
        for theirs, ours in _sent_fields(step).items():
            value = case.values.get(stored_key(item_plan, item, ours))
            if value is not None:
                payload[theirs] = value
        return self._call_of(step), payload

    def _call_of(self, step: StepPlan) -> str:
        return step.call or self.usual_call or step.kind


def _step_that_needs_no_values(job: Job) -> StepPlan | None:
    """The step, when its request can be made without reading the case."""
    if job.plan is None or job.effect.item_key is None:
        return None
    step = job.plan.step(job.effect.item_key.partition(".")[0], job.effect.step)
    return None if _sent_fields(step) else step


def _sent_fields(step: StepPlan) -> dict[str, str]:
    return {theirs: ours for theirs, ours in (step.send or {}).items() if not ours.startswith(CONSTANT)}


def _constants(step: StepPlan) -> dict[str, object]:
    return {
        theirs: ours.removeprefix(CONSTANT)
        for theirs, ours in (step.send or {}).items()
        if ours.startswith(CONSTANT)
    }
