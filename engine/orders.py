"""One sum for several open demands of a case: a way to pay, in which every demand keeps its key.

An order is an effect of the case with a line for each demand. What it brings is told line by line, and each
line is that demand's own outcome; so expiry, refunds and reconciliation never see the sum. An order with a
line that is no longer to be paid is closed at the provider; money that comes for it all the same is told by
its lines too, and what nobody asked for any more goes back line by line.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from database.queries.effect_rows import (
    EffectRow,
    answer_effect,
    answer_unwanted,
    find_by_keys,
    unwant_effects,
)
from database.queries.order_rows import (
    OrderRow,
    count_orders,
    find_lines,
    find_open_with,
    find_orders,
    open_order,
    settle_orders,
)
from engine.case_change import CaseChange
from engine.effects import ORDER, compensations_of, key_of, own_row
from engine.incidents import close_incidents_of
from engine.outcome import DONE, Outcome
from engine.received import NotUnderstood

_ENDS = {"closed": "closed"}  # any other word than done: it has failed


async def order_for(case: CaseChange, payments: Mapping[UUID, int]) -> UUID:
    """The open order for exactly these payments (fen by id): the one that there is, or a new one, which
    takes the place of every other order with one of them."""
    known = await find_orders(case.connection, case.id)
    for order in known:
        same = order.state == "open" and set(order.payments) == set(payments)
        if same and not await _is_given_up(case, order):
            return order.id
    await drop_orders_with(case, _demands_in(known, payments))
    number = 1 + await count_orders(case.connection, case.id)
    key = key_of(case.case_no, item=None, step=ORDER, round=number)
    order_id = await open_order(case.connection, key, case_id=case.id, payments=payments, now=case.now)
    row = own_row(key, kind=ORDER, item=None, step=ORDER, round=number, now=case.now)
    case.plan_effect({**row, "quick": True})
    return order_id


async def _is_given_up(case: CaseChange, order: OrderRow) -> bool:
    """The provider could not be made to take it; a supervisor has been shown that."""
    [effect] = await find_by_keys(case.connection, [order.effect_key])
    return effect.state == "incident"


async def page_of(case: CaseChange, order_id: UUID) -> str | None:
    """Where an order is paid; None while the provider has not answered."""
    return next(each.pay_url for each in await find_orders(case.connection, case.id) if each.id == order_id)


async def drop_orders_with(case: CaseChange, demands: Sequence[str]) -> None:
    """Orders with a line for one of these demands (keys) are no longer to be paid."""
    keys = await find_open_with(case.connection, case.id, demands) if demands else []
    if keys:
        unwanted = await unwant_effects(case.connection, keys)
        await settle_orders(case.connection, keys, state="closed")
        for row in compensations_of(unwanted, now=case.now):
            case.plan_effect(row)


async def record_order(
    case: CaseChange, effect: EffectRow, outcome: Outcome
) -> list[tuple[EffectRow, Outcome]]:
    """Writes what became of an order; gives the outcome of each of its demands, to be recorded by itself.

    Raises NotUnderstood when it speaks of other lines than were asked for; then nothing is written."""
    paid = await _lines_paid(case, effect, outcome)
    before = await answer_effect(
        case.connection, effect.id, outcome=outcome.word, now=case.now, reference=outcome.reference
    )
    if before is None:
        await answer_unwanted(
            case.connection, effect.id, outcome=outcome.word, now=case.now, reference=outcome.reference
        )
    elif before == "incident":
        await close_incidents_of(case.connection, effect.id, now=case.now)
    is_paid = outcome.word == DONE
    if before is not None or is_paid:
        state = "paid" if is_paid else _ENDS.get(outcome.word, "failed")
        paid_at = case.now if is_paid else None
        await settle_orders(case.connection, [effect.key], state=state, paid_at=paid_at)
    case.wants_a_look = True
    return paid


async def _lines_paid(
    case: CaseChange, effect: EffectRow, outcome: Outcome
) -> list[tuple[EffectRow, Outcome]]:
    if outcome.word != DONE:
        return []
    told = outcome.data.get("lines")
    lines = (
        {str(each.get("key")): each for each in told if isinstance(each, dict)}
        if isinstance(told, list)
        else {}
    )
    asked = await find_lines(case.connection, effect.key)
    if set(lines) != set(asked):
        raise NotUnderstood("lines: not those of the order")
    demands = await find_by_keys(case.connection, sorted(asked))
    return [
        (
            demand,
            Outcome(
                DONE,
                {
                    "amount_fen": lines[demand.key].get("amount_fen"),
                    "transaction_no": lines[demand.key].get("transaction_no"),
                    "paid_at": outcome.data.get("paid_at"),
                },
            ),
        )
        for demand in demands
    ]


def _demands_in(orders: Sequence[OrderRow], payments: Mapping[UUID, int]) -> list[str]:
    found = {
        demand
        for order in orders
        for payment, demand in zip(order.payments, order.demands, strict=True)
        if payment in payments
    }
    return sorted(found)
