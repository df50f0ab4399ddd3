"""Packages of archives that no row names: their process died after laying one down, or before it put the
older one away. Nobody can find them any more, so they are removed."""

from datetime import datetime, timedelta

from sqlalchemy import text

from database.session import ENGINE, transaction
from engine.context import EngineContext
from files.store import FileStore

LEFT_FOR = timedelta(days=1)  # what is being archived just now is named long before

_NAMED = text("SELECT storage_key FROM archive_package WHERE storage_key = ANY(:keys)")


async def remove_left_behind(context: EngineContext, files: FileStore, *, before: datetime) -> int:
    """Of what was laid down before `before` (real time); gives how many. Twice does no harm."""
    removed = 0
    async for keys in files.kept_before(before):
        async with transaction(context.database, ENGINE) as connection:
            named = set((await connection.execute(_NAMED, {"keys": keys})).scalars())
        for key in keys:
            if key not in named:
                await files.remove(key)
                removed += 1
    return removed
