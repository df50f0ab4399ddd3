"""Money: a demand at the payment provider, its cancelling, and the way back."""

from activities.department_calls import DepartmentCalls, Result
from activities.handler import Job
from departments.contract import DepartmentNonsense
from engine.carrying import case_of
from engine.change import read_case
from engine.context import EngineContext
from engine.outcome import DONE, Outcome
from engine.payments import AmountUnknown, amount_of, rule_of, shares_of
from engine.refunds import amount_of_refund


class Payment:
    """Nothing to pay is paid at once, without asking the provider. One sum for several departments is paid
    once; the provider gives each its share, and takes refunds from the shares."""

    kind = "payment"

    def __init__(self, context: EngineContext, calls: DepartmentCalls) -> None:
        self._context = context
        self._calls = calls

    async def carry_out(self, job: Job) -> Result:
        async with read_case(self._context, case_of(job.effect)) as case:
            try:
                amount, shares = amount_of(case, job.effect), shares_of(case, job.effect)
            except AmountUnknown as problem:
                raise DepartmentNonsense("payment", f"amount unknown: {problem}") from problem
            description = rule_of(case, job.effect).description.zh
        if amount == 0:
            return Outcome(DONE, {"amount_fen": 0})
        payload: dict[str, object] = {"amount_fen": amount, "description": description}
        if shares:
            payload["shares"] = shares
        return await self._calls.call(
            job.effect, "payment_create", payload, ask_first=job.ask_first, seconds=job.seconds
        )


class PaymentCancel:
    """Closes a demand that is no longer wanted; when it was paid meanwhile, the engine plans a refund."""

    kind = "payment_cancel"

    def __init__(self, calls: DepartmentCalls) -> None:
        self._calls = calls

    async def carry_out(self, job: Job) -> Result:
        payload: dict[str, object] = {"payment_key": job.effect.compensates or ""}
        return await self._calls.call(
            job.effect, "payment_cancel", payload, ask_first=job.ask_first, seconds=job.seconds
        )


class Refund:
    """Names the payment and no account: the provider sends it to the account that paid."""

    kind = "refund"

    def __init__(self, calls: DepartmentCalls) -> None:
        self._calls = calls

    async def carry_out(self, job: Job) -> Result:
        payload: dict[str, object] = {
            "payment_key": job.effect.compensates or "",
            "amount_fen": amount_of_refund(job.effect.key),
        }
        return await self._calls.call(
            job.effect, "refund", payload, ask_first=job.ask_first, seconds=job.seconds
        )
