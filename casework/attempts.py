"""How often something was tried: counted in windows of real time, in a transaction of its own.

A refusal rolls its act back, so the count must not be part of the act.
"""

import math
from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

WINDOW = timedelta(hours=1)

_COUNT = text("""
    INSERT INTO attempt_window (key, window_start, count) VALUES (:key, :start, 1)
    ON CONFLICT (key, window_start) DO UPDATE SET count = attempt_window.count + 1 RETURNING count
""")
_FORGIVE = text("""
    UPDATE attempt_window SET count = greatest(count - 1, 0) WHERE key = :key AND window_start = :start
""")


def window_start(now: datetime) -> datetime:
    """Windows begin at full hours (UTC)."""
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def seconds_left(now: datetime) -> int:
    return max(1, math.ceil((window_start(now) + WINDOW - now).total_seconds()))


async def count_attempt(connection: AsyncConnection, key: str, *, now: datetime) -> int:
    """The number of tries in this window, this one included. As the engine."""
    return (await connection.execute(_COUNT, {"key": key, "start": window_start(now)})).scalar_one()


async def forgive_attempt(connection: AsyncConnection, key: str, *, now: datetime) -> None:
    """A try that was right does not count."""
    await connection.execute(_FORGIVE, {"key": key, "start": window_start(now)})
