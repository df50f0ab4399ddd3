"""Waiting until a daily root made now covers everything that was logged so far."""

import asyncio

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from database.session import ENGINE, transaction

_STILL_OPEN = text("""
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint <= max(written_by) FROM case_event
""")


async def everything_settled(engine: AsyncEngine) -> None:
    """Until no transaction that is still open anywhere on this server is older than what was logged.

    The tests beside this one share the server, and a root waits for their transactions as for any other.
    """
    async with asyncio.timeout(60):
        while True:
            async with transaction(engine, ENGINE) as connection:
                if not (await connection.execute(_STILL_OPEN)).scalar_one():
                    return
            await asyncio.sleep(0.05)
