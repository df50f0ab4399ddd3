"""Rows of payments. An effect of kind payment has one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

# A callback may overtake the answer to the demand: then the row exists and only lacks where to pay.
_DEMAND = text("""
    INSERT INTO payment (id, case_id, effect_key, item_key, amount_fen, state, provider_reference, pay_url,
        demanded_at, expires_at)
    VALUES (:id, :case_id, :effect_key, :item_key, :amount_fen, 'open', NULL, :pay_url,
        :demanded_at, :expires_at)
    ON CONFLICT (effect_key) DO UPDATE SET pay_url = coalesce(payment.pay_url, excluded.pay_url)
""")
_FIND = text("""
    SELECT id, amount_fen, state, provider_reference FROM payment WHERE effect_key = :effect_key
""")
_SETTLE = text("""
    UPDATE payment SET state = :state, provider_reference = coalesce(:reference, provider_reference),
        paid_at = coalesce(:paid_at, paid_at)
    WHERE effect_key = :effect_key
""")
_EXPIRE = text("UPDATE payment SET state = 'expired' WHERE effect_key = ANY(:keys) AND state = 'open'")


@dataclass(frozen=True, slots=True)
class PaymentRow:
    id: UUID
    amount_fen: int
    state: str
    provider_reference: str | None


async def demand_payment(
    connection: AsyncConnection,
    payment_id: UUID,
    *,
    case_id: int,
    effect_key: str,
    item_key: str,
    amount_fen: int,
    pay_url: str | None,
    demanded_at: datetime,
    expires_at: datetime | None,
) -> None:
    await connection.execute(
        _DEMAND,
        {
            "id": payment_id,
            "case_id": case_id,
            "effect_key": effect_key,
            "item_key": item_key,
            "amount_fen": amount_fen,
            "pay_url": pay_url,
            "demanded_at": demanded_at,
            "expires_at": expires_at,
        },
    )


async def find_payment(connection: AsyncConnection, effect_key: str) -> PaymentRow | None:
    row = (await connection.execute(_FIND, {"effect_key": effect_key})).one_or_none()
    return PaymentRow(*row) if row else None


async def settle_payment(
    connection: AsyncConnection,
    effect_key: str,
    *,
    state: str,
    reference: str | None = None,
    paid_at: datetime | None = None,
) -> None:
    values = {"effect_key": effect_key, "state": state, "reference": reference, "paid_at": paid_at}
    await connection.execute(_SETTLE, values)


async def expire_payments(connection: AsyncConnection, keys: list[str]) -> None:
    """The demands of effects that are no longer wanted; one that was paid stays paid until it is refunded."""
    if keys:
        await connection.execute(_EXPIRE, {"keys": keys})
