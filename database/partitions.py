"""The months of the access log and the idempotency keys."""

from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


async def keep_partitions(connection: AsyncConnection, *, today: date) -> None:
    """Make the partitions of this and the next three months and drop those past their retention.

    As the engine; `today` is real time (UTC). Running it twice changes nothing.
    """
    await connection.execute(text("SELECT keep_partitions(:today)"), {"today": today})
