"""Rows of payment orders. An effect of kind payment_order has one, with a line for each payment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_COUNT = text("SELECT count(*) FROM payment_order WHERE case_id = :case_id")
_OPEN = text("""
    INSERT INTO payment_order (id, case_id, effect_key, amount_fen, opened_at)
    VALUES (:id, :case_id, :effect_key, :amount_fen, :now)
""")
_LINE = text("""
    INSERT INTO payment_order_line (order_id, payment_id, case_id, amount_fen)
    SELECT :order_id, p.id, p.case_id, p.amount_fen FROM payment p WHERE p.id = ANY(:payments)
""")
_OF_CASE = text("""
    SELECT o.id, o.effect_key, o.amount_fen, o.state, o.pay_url, o.paid_at,
        array_agg(l.payment_id ORDER BY p.demanded_at, p.id) AS payments,
        array_agg(p.effect_key ORDER BY p.demanded_at, p.id) AS demands
    FROM payment_order o JOIN payment_order_line l ON l.order_id = o.id JOIN payment p ON p.id = l.payment_id
    WHERE o.case_id = :case_id GROUP BY o.id ORDER BY o.opened_at, o.effect_key
""")
_LINES = text("""
    SELECT p.effect_key, l.amount_fen
    FROM payment_order o JOIN payment_order_line l ON l.order_id = o.id JOIN payment p ON p.id = l.payment_id
    WHERE o.effect_key = :effect_key ORDER BY p.demanded_at, p.id
""")
_STALE = text("""
    SELECT DISTINCT o.effect_key
    FROM payment_order o JOIN payment_order_line l ON l.order_id = o.id JOIN payment p ON p.id = l.payment_id
    WHERE o.case_id = :case_id AND o.state = 'open' AND p.effect_key = ANY(:demands)
""")
_PAGE = text("""
    UPDATE payment_order SET pay_url = coalesce(pay_url, :pay_url)
    WHERE effect_key = :effect_key AND state = 'open'
""")
_SETTLE = text("""
    UPDATE payment_order SET state = :state, paid_at = coalesce(paid_at, :paid_at)
    WHERE effect_key = ANY(:keys) AND state <> 'paid'
""")


@dataclass(frozen=True, slots=True)
class OrderRow:
    """`payments` and `demands` (keys of the payments' effects) are in the same order. Sums in fen."""

    id: UUID
    effect_key: str
    amount_fen: int
    state: str
    pay_url: str | None
    paid_at: datetime | None
    payments: tuple[UUID, ...]
    demands: tuple[str, ...]


async def count_orders(connection: AsyncConnection, case_id: int) -> int:
    return (await connection.execute(_COUNT, {"case_id": case_id})).scalar_one()


async def open_order(
    connection: AsyncConnection,
    effect_key: str,
    *,
    case_id: int,
    payments: Mapping[UUID, int],
    now: datetime,
) -> UUID:
    """`payments`: the sum of each, in fen, by its id."""
    order_id = uuid4()
    row = {"id": order_id, "case_id": case_id, "effect_key": effect_key, "now": now}
    await connection.execute(_OPEN, {**row, "amount_fen": sum(payments.values())})
    await connection.execute(_LINE, {"order_id": order_id, "payments": list(payments)})
    return order_id


async def find_orders(connection: AsyncConnection, case_id: int) -> list[OrderRow]:
    """Every order of the case, the oldest first."""
    rows = await connection.execute(_OF_CASE, {"case_id": case_id})
    return [
        OrderRow(**{**row._asdict(), "payments": tuple(row.payments), "demands": tuple(row.demands)})
        for row in rows
    ]


async def find_lines(connection: AsyncConnection, effect_key: str) -> dict[str, int]:
    """What each line of the order asks for, in fen, by the key of its demand."""
    rows = await connection.execute(_LINES, {"effect_key": effect_key})
    return {row.effect_key: row.amount_fen for row in rows}


async def find_open_with(connection: AsyncConnection, case_id: int, demands: Sequence[str]) -> list[str]:
    """The keys of the open orders that have a line for one of these demands."""
    rows = await connection.execute(_STALE, {"case_id": case_id, "demands": list(demands)})
    return [row.effect_key for row in rows]


async def give_order_its_page(connection: AsyncConnection, effect_key: str, *, pay_url: str | None) -> None:
    await connection.execute(_PAGE, {"effect_key": effect_key, "pay_url": pay_url})


async def settle_orders(
    connection: AsyncConnection, keys: Sequence[str], *, state: str, paid_at: datetime | None = None
) -> None:
    """An order that was paid stays paid, whatever is told of it later."""
    await connection.execute(_SETTLE, {"keys": list(keys), "state": state, "paid_at": paid_at})
