"""Rows of refunds. An effect of kind refund has one; together they never exceed what was paid."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_PLAN = text("""
    INSERT INTO refund (id, case_id, payment_id, effect_key, item_key, amount_fen, reason, requested_at)
    SELECT :id, p.case_id, p.id, :effect_key, p.item_key, :amount_fen, :reason, :now
    FROM payment p WHERE p.effect_key = :demand
    ON CONFLICT (effect_key) DO NOTHING RETURNING id
""")
_SAME = text("""
    SELECT count(*) FROM refund r JOIN payment p ON p.id = r.payment_id
    WHERE p.effect_key = :demand AND r.reason = :reason AND r.amount_fen = :amount_fen
""")
_OF_PAYMENT = text("""
    SELECT r.effect_key, r.state FROM refund r JOIN payment p ON p.id = r.payment_id
    WHERE p.effect_key = :demand AND r.state <> 'cancelled' AND r.reason = ANY(:reasons)
    ORDER BY r.requested_at, r.effect_key
""")
_CANCEL = text("UPDATE refund SET state = 'cancelled' WHERE effect_key = ANY(:keys) AND state <> 'done'")
_SETTLE = text("""
    UPDATE refund SET state = :state, provider_reference = coalesce(:reference, provider_reference),
        done_at = CASE WHEN :state = 'done' THEN CAST(:now AS timestamptz) END
    WHERE effect_key = :effect_key AND state NOT IN ('done', 'cancelled') RETURNING amount_fen
""")
_CLOSE = text("""
    UPDATE payment p SET state = 'refunded' WHERE p.effect_key = :demand AND p.state = 'refund_open'
        AND NOT EXISTS (SELECT 1 FROM refund r
            WHERE r.payment_id = p.id AND r.state NOT IN ('done', 'cancelled'))
""")
# A step may have been paid in one round and demanded anew in a later one: every round counts. What was paid
# beyond the demand is no part of its sum, so it does not lessen what an ending gives back.
_PAID_FOR = text("""
    SELECT p.id, p.effect_key, p.item_key, e.step, p.amount_fen,
        coalesce((SELECT sum(r.amount_fen) FROM refund r
            WHERE r.payment_id = p.id AND r.state <> 'cancelled'
                AND r.reason NOT IN ('paid_too_much', 'paid_twice')), 0) AS planned_fen
    FROM payment p JOIN effect e ON e.key = p.effect_key
    WHERE p.case_id = :case_id AND p.state IN ('paid', 'refund_open', 'refunded')
        AND p.paid_at IS NOT NULL AND p.amount_fen > 0
    ORDER BY p.demanded_at, p.id
""")


@dataclass(frozen=True, slots=True)
class PaidRow:
    """A payment that was made. `planned_fen`: how much of its sum is back or on its way."""

    id: UUID
    effect_key: str
    item_key: str
    step: str
    amount_fen: int
    planned_fen: int


async def plan_refund(
    connection: AsyncConnection,
    effect_key: str,
    *,
    demand: str,
    amount_fen: int,
    reason: str,
    now: datetime,
) -> bool:
    """False when this refund of the payment `demand` was planned before. Sums in fen."""
    row = {"id": uuid4(), "effect_key": effect_key, "demand": demand, "amount_fen": amount_fen}
    planned = await connection.execute(_PLAN, {**row, "reason": reason, "now": now})
    return planned.first() is not None


async def count_same(connection: AsyncConnection, demand: str, *, reason: str, amount_fen: int) -> int:
    """How many refunds of the payment `demand` were ever planned for this reason and sum."""
    values = {"demand": demand, "reason": reason, "amount_fen": amount_fen}
    return (await connection.execute(_SAME, values)).scalar_one()


async def find_refunds_of(connection: AsyncConnection, demand: str, *, reasons: list[str]) -> dict[str, str]:
    """The refunds of the payment `demand` for these reasons that were not called off: state by key."""
    rows = await connection.execute(_OF_PAYMENT, {"demand": demand, "reasons": reasons})
    return {row.effect_key: row.state for row in rows}


async def cancel_refunds(connection: AsyncConnection, keys: list[str]) -> None:
    """Of which no money has moved."""
    await connection.execute(_CANCEL, {"keys": keys})


async def settle_refund(
    connection: AsyncConnection, effect_key: str, *, state: str, now: datetime, reference: str | None
) -> int | None:
    """The sum in fen; None when it was made before, or nobody planned it."""
    values = {"effect_key": effect_key, "state": state, "now": now, "reference": reference}
    return (await connection.execute(_SETTLE, values)).scalar_one_or_none()


async def close_when_refunded(connection: AsyncConnection, demand: str) -> None:
    """The payment is refunded once all that was to go back of it is back."""
    await connection.execute(_CLOSE, {"demand": demand})


async def find_paid(connection: AsyncConnection, case_id: int) -> list[PaidRow]:
    """Every payment of the case that was made, in the order of the demands."""
    rows = await connection.execute(_PAID_FOR, {"case_id": case_id})
    return [PaidRow(**{**row._asdict(), "planned_fen": int(row.planned_fen)}) for row in rows]
