"""Daily roots: one chained digest a day over the heads of the cases that changed since the one before.

A transaction that began before midnight may commit after the root is made. So a root does not cover a
span of time but a span of transactions: all below its horizon, the lowest number still running when it
was made. Whatever is below has ended; whatever is above belongs to the next root.
"""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

FIRST = bytes(32)

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('daily_root'))")
_HORIZON = text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
_LAST = text("SELECT day, root, horizon FROM daily_root ORDER BY day DESC LIMIT 1")
_HEADS = text("""
    SELECT DISTINCT ON (case_id) case_id, number, hash FROM case_event
    WHERE written_by >= :since AND written_by < :horizon ORDER BY case_id, number DESC
""")
_INSERT = text("""
    INSERT INTO daily_root (day, root, previous, cases, horizon)
    VALUES (:day, :root, :previous, :cases, :horizon)
""")


@dataclass(frozen=True, slots=True)
class Root:
    root: bytes
    cases: int


async def make_daily_root(connection: AsyncConnection, *, day: date) -> Root | None:
    """As the engine, once a day. None: that day, or a later one, already has its root."""
    await connection.execute(_ONE_AT_A_TIME)
    last = (await connection.execute(_LAST)).one_or_none()
    if last is not None and last.day >= day:
        return None
    horizon = (await connection.execute(_HORIZON)).scalar_one()
    previous = None if last is None else last.root
    root = await root_of(
        connection, previous=previous, since=0 if last is None else last.horizon, horizon=horizon
    )
    row = {"day": day, "root": root.root, "previous": previous, "cases": root.cases, "horizon": horizon}
    await connection.execute(_INSERT, row)
    return root


async def root_of(connection: AsyncConnection, *, previous: bytes | None, since: int, horizon: int) -> Root:
    """The digest over what the log says now about the transactions from `since` up to `horizon`."""
    total, cases = hashlib.sha256(previous or FIRST), 0
    async for case_id, number, head in _heads(connection, since=since, horizon=horizon):
        total.update(case_id.to_bytes(8, "big") + number.to_bytes(4, "big") + head)
        cases += 1
    return Root(total.digest(), cases)


async def _heads(
    connection: AsyncConnection, *, since: int, horizon: int
) -> AsyncIterator[tuple[int, int, bytes]]:
    rows = await connection.stream(_HEADS, {"since": since, "horizon": horizon})
    async for row in rows:
        yield row.case_id, row.number, row.hash
