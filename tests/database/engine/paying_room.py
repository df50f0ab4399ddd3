"""Two fees of one case that are demanded by a provider which answers by callback."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from departments.contract import Accepted, Answered, Request, Unknown
from engine.callbacks import take_answer
from engine.case_change import CaseChange
from engine.change import change_case
from engine.orders import order_for
from engine.outcome import Outcome
from engine.who import Who
from matter_definitions.acts.undoing import Withdraw
from matter_definitions.plan import Plan
from tests.engine_room import PAY, Room, item, plan_of, step

CARD, BADGE = "card", "badge"
FEE = 500


def two_fees() -> Plan:
    """Two items that do not need each other, each with a fee."""
    items = [item(code, step("pay", "payment", payment=PAY)) for code in (CARD, BADGE)]
    return replace(plan_of(*items), format=2)


@dataclass
class Payer:
    """An applicant with two demands. `numbers` makes transactions and callbacks differ."""

    room: Room
    case: CaseChange
    asked: dict[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    numbers: int = 0

    def demand(self, item: str = CARD, *, round: int = 1) -> str:
        return f"{self.case.case_no}/{item}/pay/{round}"

    def order(self, number: int = 1) -> str:
        return f"{self.case.case_no}/case/payment_order/{number}"

    async def ids(self, *items: str) -> dict[UUID, int]:
        rows = await self.room.rows(
            "SELECT id, amount_fen FROM payment WHERE item_key = ANY(:items) AND state = 'open'",
            items=list(items or (CARD, BADGE)),
        )
        return {row["id"]: row["amount_fen"] for row in rows}

    async def open_order(self, *items: str) -> UUID:
        payments = await self.ids(*items)
        async with change_case(self.room.context, self.case.id, by=self.applicant) as change:
            return await order_for(change, payments)

    @property
    def applicant(self) -> Who:
        return Who("applicant", str(self.room.applicant))

    async def withdraw(self, *items: str) -> None:
        async with change_case(self.room.context, self.case.id, by=self.applicant) as change:
            change.apply(Withdraw(items))

    async def tell(self, key: str, kind: str, outcome: Outcome, *, webhook: str | None = None) -> None:
        self.numbers += 1
        await take_answer(
            self.room.context,
            connector="payment",
            key=key,
            kind=kind,
            webhook_id=webhook or f"w{self.numbers}",
            outcome=outcome,
        )

    async def pay_alone(self, item: str = CARD, *, transaction: str = "alone", fen: int = FEE) -> None:
        paid = Outcome("done", {"amount_fen": fen, "transaction_no": transaction})
        await self.tell(self.demand(item), "payment_create", paid)

    async def pay_order(self, number: int = 1, *, webhook: str | None = None, **more: Any) -> None:
        await self.tell(self.order(number), "payment_order", self.order_paid(number, **more), webhook=webhook)

    def order_paid(self, number: int = 1, *, transaction: str = "T", fen: int = FEE) -> Outcome:
        lines = [
            {"key": self.demand(each), "amount_fen": fen, "transaction_no": f"{transaction}{number}-{each}"}
            for each in (CARD, BADGE)
        ]
        whole = {"amount_fen": 2 * fen, "transaction_no": f"{transaction}{number}"}
        return Outcome("done", {**whole, "lines": lines})

    async def payments(self) -> dict[str, str]:
        rows = await self.room.rows("SELECT item_key, state FROM payment ORDER BY demanded_at, effect_key")
        return {row["item_key"]: row["state"] for row in rows}

    async def orders(self) -> list[str]:
        rows = await self.room.rows("SELECT state FROM payment_order ORDER BY opened_at, effect_key")
        return [row["state"] for row in rows]

    async def refunds(self) -> list[tuple[str, str, int]]:
        """Item, reason and fen of everything that really went back."""
        query = "SELECT item_key, reason, amount_fen, effect_key FROM refund ORDER BY item_key, effect_key"
        rows = await self.room.rows(query)
        done = self.room.ledger.done
        return [
            (row["item_key"], row["reason"], row["amount_fen"])
            for row in rows
            for _ in range(done.get(row["effect_key"], 0))
        ]


async def two_demands(room: Room) -> Payer:
    """Both are with the provider, which remembers what it has taken."""
    room.ledger.later = {"payment_create", "payment_order"}
    payer = Payer(room, await room.submit(two_fees(), fee=FEE))
    send, ask = room.ledger.send, room.ledger.ask

    async def remember(request: Request, *, timeout: float) -> Answered | Accepted:
        answer = await send(request, timeout=timeout)
        payer.asked[request.key] = request.payload
        return answer

    async def tell(key: str, *, timeout: float, kind: str | None = None) -> Answered | Accepted | Unknown:
        known = await ask(key, timeout=timeout, kind=kind)
        if isinstance(known, Unknown) and key in payer.asked:
            return Accepted(f"ref-{key}", {"pay_url": "http://127.0.0.1/pay"})
        return known

    room.ledger.send, room.ledger.ask = remember, tell  # type: ignore[method-assign]
    await room.look_until_done(payer.case)
    return payer
