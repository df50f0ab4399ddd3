"""The yardstick process as one would write it by hand with Temporal, and nothing else.

identity → (certificate ‖ credit ‖ land) → review → (opinion ‖ fee) → approve → payment → mail: an activity
for each automatic step, an update for each person's, nothing stored anywhere but in the workflow's history.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from temporalio import activity, workflow

TASK_QUEUE = "hand-written"
STEP_TIMEOUT = timedelta(seconds=30)
PEOPLE = ("review", "opinion", "approve")


@dataclass(frozen=True)
class StepInput:
    case_no: str
    step: str


@dataclass(frozen=True)
class StepResult:
    outcome: str


@dataclass(frozen=True)
class Decision:
    step: str
    outcome: str


@activity.defn
async def do_step(step: StepInput) -> StepResult:
    return StepResult("done")


@workflow.defn(name="hand_written")
class HandWritten:
    def __init__(self) -> None:
        self._open: set[str] = set()
        self._decided: dict[str, str] = {}

    @workflow.run
    async def run(self, case_no: str) -> str:
        await self._automatic(case_no, "identity")
        await asyncio.gather(*(self._automatic(case_no, step) for step in ("certificate", "credit", "land")))
        await self._person("review")
        await asyncio.gather(self._person("opinion"), self._automatic(case_no, "fee"))
        outcome = await self._person("approve")
        await self._automatic(case_no, "payment")
        await self._automatic(case_no, "mail")
        return outcome

    @workflow.update
    async def decide(self, decision: Decision) -> None:
        """Waits until the step is open, so that a client needs no second call to find that out."""
        await workflow.wait_condition(lambda: decision.step in self._open)
        self._decided[decision.step] = decision.outcome

    async def _automatic(self, case_no: str, step: str) -> StepResult:
        return await workflow.execute_activity(
            do_step, StepInput(case_no, step), start_to_close_timeout=STEP_TIMEOUT
        )

    async def _person(self, step: str) -> str:
        self._open.add(step)
        await workflow.wait_condition(lambda: step in self._decided)
        return self._decided[step]
