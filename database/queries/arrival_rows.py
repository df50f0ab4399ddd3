"""Money that came for a payment, transaction by transaction, and how much of it nobody had asked for."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_TAKE = text("""
    INSERT INTO payment_arrival (id, case_id, payment_id, transaction_no, amount_fen, arrived_at)
    SELECT :id, p.case_id, p.id, :transaction_no, :amount_fen, :now
    FROM payment p WHERE p.effect_key = :demand
    ON CONFLICT (payment_id, transaction_no) DO NOTHING RETURNING id
""")
# Refunds of an ending give back what was asked for and kept, so they have no part in this.
_UNASKED = text("""
    SELECT greatest(coalesce((SELECT sum(a.amount_fen) FROM payment_arrival a WHERE a.payment_id = p.id), 0),
            CAST(:at_least_fen AS bigint))
        - CAST(:kept_fen AS bigint)
        - coalesce((SELECT sum(r.amount_fen) FROM refund r WHERE r.payment_id = p.id
            AND r.reason IN ('paid_too_much', 'paid_twice', 'paid_too_little', 'paid_too_late')), 0)
    FROM payment p WHERE p.effect_key = :demand
""")


async def take_arrival(
    connection: AsyncConnection, demand: str, *, transaction_no: str, amount_fen: int, now: datetime
) -> bool:
    """False when this transaction of the payment `demand` is known already. Sums in fen."""
    values = {"id": uuid4(), "demand": demand, "transaction_no": transaction_no, "amount_fen": amount_fen}
    return (await connection.execute(_TAKE, {**values, "now": now})).first() is not None


async def unasked_of(
    connection: AsyncConnection, demand: str, *, kept_fen: int, at_least_fen: int = 0
) -> int:
    """How much has come for the payment `demand` beyond what is kept and neither is back nor on its way.

    `at_least_fen`: what has come although no transaction was told."""
    values = {"demand": demand, "kept_fen": kept_fen, "at_least_fen": at_least_fen}
    found = (await connection.execute(_UNASKED, values)).scalar_one_or_none()
    return max(int(found or 0), 0)
