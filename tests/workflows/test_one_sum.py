"""The worker opens an order, closes one that is stale, and gives back what nobody asked for."""

from typing import Any

from tests.database.engine.paying_room import BADGE, CARD, FEE, Payer, two_fees
from tests.engine_room import Room
from tests.workflows.runs import until_closed
from worker_process.machine import Machine


async def with_an_order(room: Room) -> Payer:
    """Both demands and the order for them are with the provider."""
    room.ledger.later = {"payment_create", "payment_order"}
    payer = Payer(room, await room.submit(two_fees(), fee=FEE))

    async def are_demanded() -> bool:
        return len(await room.rows("SELECT 1 FROM payment WHERE pay_url IS NOT NULL")) == 2

    async def is_open() -> bool:
        return bool(await room.rows("SELECT 1 FROM payment_order WHERE pay_url IS NOT NULL"))

    await room.until(are_demanded)
    await payer.open_order()
    await room.until(is_open)
    return payer


async def test_two_fees_paid_as_one_sum_complete_the_case(
    room: Room, machine: Machine, temporal_env: Any
) -> None:
    payer = await with_an_order(room)
    await payer.pay_order()
    await room.until_standing(payer.case, "completed")
    await until_closed(temporal_env.client, room, payer.case)
    assert await payer.payments() == {CARD: "paid", BADGE: "paid"}


async def test_an_order_is_closed_with_its_line_and_late_money_goes_back(
    room: Room, machine: Machine, temporal_env: Any
) -> None:
    payer = await with_an_order(room)
    await payer.withdraw(BADGE)
    await payer.pay_order()
    await until_closed(temporal_env.client, room, payer.case)
    assert await payer.payments() == {CARD: "paid", BADGE: "refunded"}
    assert await payer.refunds() == [(BADGE, "paid_too_late", FEE)]
    assert room.ledger.done[f"{payer.order()}/payment_cancel"] == 1
