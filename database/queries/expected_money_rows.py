"""Rows of money that a step waits for. An effect of kind money_awaited has one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

# The treasury's word may overtake its answer to the call: then the row exists already.
_EXPECT = text("""
    INSERT INTO expected_money (id, case_id, effect_key, item_key, amount_fen, expected_at)
    VALUES (:id, :case_id, :effect_key, :item_key, :amount_fen, :now)
    ON CONFLICT (effect_key) DO NOTHING
""")
_FIND = text("""
    SELECT amount_fen, arrived_fen, state, transaction_no FROM expected_money WHERE effect_key = :effect_key
""")
_IS_COUNTED = text("""
    SELECT 1 FROM expected_money WHERE transaction_no = :transaction_no AND effect_key <> :effect_key
""")
_SETTLE = text("""
    UPDATE expected_money SET state = :state, arrived_fen = coalesce(:arrived_fen, arrived_fen),
        transaction_no = coalesce(:transaction_no, transaction_no),
        arrived_at = CASE WHEN :arrived_fen IS NULL THEN arrived_at ELSE coalesce(arrived_at, :now) END
    WHERE effect_key = :effect_key
""")
_CLOSE = text("""
    UPDATE expected_money SET state = 'closed'
    WHERE effect_key = ANY(:keys) AND state IN ('awaited', 'differs')
""")


@dataclass(frozen=True, slots=True)
class ExpectedMoneyRow:
    amount_fen: int
    arrived_fen: int | None
    state: str
    transaction_no: str | None


async def expect_money(
    connection: AsyncConnection,
    effect_key: str,
    *,
    case_id: int,
    item_key: str,
    amount_fen: int,
    now: datetime,
) -> None:
    await connection.execute(
        _EXPECT,
        {
            "id": uuid4(),
            "case_id": case_id,
            "effect_key": effect_key,
            "item_key": item_key,
            "amount_fen": amount_fen,
            "now": now,
        },
    )


async def find_expected_money(connection: AsyncConnection, effect_key: str) -> ExpectedMoneyRow | None:
    row = (await connection.execute(_FIND, {"effect_key": effect_key})).one_or_none()
    return ExpectedMoneyRow(*row) if row else None


async def is_counted(connection: AsyncConnection, transaction_no: str, *, besides: str) -> bool:
    """Whether this transaction of the treasury was counted for another expectation already."""
    values = {"transaction_no": transaction_no, "effect_key": besides}
    return (await connection.execute(_IS_COUNTED, values)).first() is not None


async def settle_expected_money(
    connection: AsyncConnection,
    effect_key: str,
    *,
    state: str,
    now: datetime,
    arrived_fen: int | None = None,
    transaction_no: str | None = None,
) -> None:
    values = {"effect_key": effect_key, "state": state, "arrived_fen": arrived_fen, "now": now}
    await connection.execute(_SETTLE, {**values, "transaction_no": transaction_no})


async def close_expected_money(connection: AsyncConnection, keys: list[str]) -> None:
    """Of effects that are no longer wanted; what had arrived with the whole sum stays."""
    if keys:
        await connection.execute(_CLOSE, {"keys": keys})
