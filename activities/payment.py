"""Money: a demand at the payment provider, several at once, cancelling, and the way back."""

from dataclasses import replace

from activities.department_calls import DepartmentCalls, Result
from activities.handler import Job
from database.queries.effect_rows import EffectRow, find_by_keys
from database.queries.order_rows import find_lines
from departments.contract import DepartmentNonsense
from engine.carrying import case_of
from engine.case_change import CaseChange
from engine.change import read_case
from engine.context import EngineContext
from engine.outcome import ALREADY_PAID, DONE, Outcome
from engine.payments import AmountUnknown, amount_of, departments_paid, rule_of, shares_of
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


class PaymentOrder:
    """One sum for several demands: the provider takes it at once, and tells what came line by line."""

    kind = "payment_order"

    def __init__(self, context: EngineContext, calls: DepartmentCalls) -> None:
        self._context = context
        self._calls = calls

    async def carry_out(self, job: Job) -> Result:
        async with read_case(self._context, case_of(job.effect)) as case:
            sums = await find_lines(case.connection, job.effect.key)
            demands = await find_by_keys(case.connection, sorted(sums))
            lines = [_line(case, each, amount_fen=sums[each.key]) for each in demands]
        payload: dict[str, object] = {"amount_fen": sum(sums.values()), "lines": lines}
        return await self._calls.call(
            job.effect, "payment_order", payload, ask_first=job.ask_first, seconds=job.seconds
        )


def _line(case: CaseChange, demand: EffectRow, *, amount_fen: int) -> dict[str, object]:
    item = case.state.items[demand.item_key or ""]
    shares = departments_paid(case.plan, item, case.values, step=demand.step, amount_fen=amount_fen)
    line: dict[str, object] = {"key": demand.key, "amount_fen": amount_fen}
    line["description"] = rule_of(case, demand).description.zh
    # Without them the provider goes by those of the demand itself.
    return line | {"shares": shares} if shares else line


class PaymentCancel:
    """Closes a demand or an order that is no longer wanted. When it was paid meanwhile, the provider is asked
    what came, so that just that goes back, whether its own callback arrives or not."""

    kind = "payment_cancel"

    def __init__(self, calls: DepartmentCalls) -> None:
        self._calls = calls

    async def carry_out(self, job: Job) -> Result:
        cancelled = job.effect.compensates or ""
        result = await self._calls.call(
            job.effect,
            "payment_cancel",
            {"payment_key": cancelled},
            ask_first=job.ask_first,
            seconds=job.seconds,
        )
        if isinstance(result, Outcome) and result.word == ALREADY_PAID:
            came = await self._calls.ask(cancelled, connector="payment", seconds=job.seconds)
            if came is not None and came.word == DONE:
                return replace(result, data=came.data)
        return result


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
