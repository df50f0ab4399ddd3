"""Money that somebody else sends: our treasury is told what is expected, and tells when it has come."""

from activities.department_calls import DepartmentCalls, Result
from activities.handler import Job
from departments.contract import DepartmentNonsense
from engine.awaited_money import KIND, expected_of
from engine.carrying import case_of
from engine.change import read_case
from engine.context import EngineContext
from engine.payments import AmountUnknown


class AwaitedMoney:
    """Tells the treasury the sum, the account and the key that the transfer carries."""

    kind = KIND

    def __init__(self, context: EngineContext, calls: DepartmentCalls) -> None:
        self._context = context
        self._calls = calls

    async def carry_out(self, job: Job) -> Result:
        async with read_case(self._context, case_of(job.effect)) as case:
            try:
                expected = expected_of(case, job.effect)
            except AmountUnknown as problem:
                raise DepartmentNonsense("treasury", f"amount unknown: {problem}") from problem
        payload: dict[str, object] = {
            "amount_fen": expected.amount_fen,
            "account": expected.account,
            "transfer_key": expected.transfer_key,
        }
        return await self._calls.call(
            job.effect, "arrival_expect", payload, ask_first=job.ask_first, seconds=job.seconds
        )


class ArrivalClose:
    """Nothing is expected any more: what came goes back to the sender, and so does what comes later."""

    kind = "arrival_close"

    def __init__(self, calls: DepartmentCalls) -> None:
        self._calls = calls

    async def carry_out(self, job: Job) -> Result:
        payload: dict[str, object] = {"arrival_key": job.effect.compensates or ""}
        return await self._calls.call(
            job.effect, "arrival_close", payload, ask_first=job.ask_first, seconds=job.seconds
        )
