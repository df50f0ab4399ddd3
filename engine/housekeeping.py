"""What is put away by itself: ended sessions, old counters and kept answers, forgotten drafts and files.

Real time, but for drafts, whose times are legal ones. Running it twice does no harm.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from database.partitions import keep_partitions
from database.queries.draft_rows import forget_drafts
from database.session import ENGINE, legal_now, transaction
from database.tables.session import SESSION_IDLE
from engine.context import EngineContext

ANSWERS_KEPT = timedelta(hours=24)
WINDOWS_KEPT = timedelta(days=1)
# A file that was taken in for a correction waits for its answer at most this long.
LOOSE_FILES_KEPT = timedelta(days=60)

_ALONE = text("SELECT pg_try_advisory_xact_lock(hashtext('onematter_housekeeping'))")
_SESSIONS = text("DELETE FROM session WHERE expires_at <= :now OR last_seen_at <= :idle")
_WINDOWS = text("DELETE FROM attempt_window WHERE window_start < :before")
_ANSWERS = text("DELETE FROM idempotency_key WHERE created_at < :before")
_OLD_DRAFTS = text("""
    SELECT id FROM application WHERE state = 'draft' AND updated_at < :before ORDER BY id LIMIT 500 FOR UPDATE
""")
_LOOSE_FILES = text("""
    WITH loose AS (
        SELECT id FROM stored_file f WHERE created_at < :before AND wrapped_key IS NOT NULL
            AND NOT EXISTS (SELECT FROM application_material m WHERE m.file_id = f.id)
            AND NOT EXISTS (SELECT FROM case_material m WHERE m.file_id = f.id)
        LIMIT 500 FOR UPDATE
    )
    UPDATE stored_file f SET wrapped_key = NULL, kid = NULL, name = ''
    FROM loose WHERE f.id = loose.id RETURNING f.storage_key
""")


async def keep_house(context: EngineContext, *, drafts_kept: timedelta) -> tuple[str, ...]:
    """One round; gives the storage keys of files that nobody can read any more, for the caller to remove.

    `drafts_kept`: how long a draft that nobody touches is kept (个人信息保护法 art. 19).
    """
    now = datetime.now(UTC)
    async with transaction(context.database, ENGINE) as connection:
        if not (await connection.execute(_ALONE)).scalar_one():
            return ()
        await connection.execute(_SESSIONS, {"now": now, "idle": now - SESSION_IDLE})
        await connection.execute(_WINDOWS, {"before": now - WINDOWS_KEPT})
        await connection.execute(_ANSWERS, {"before": now - ANSWERS_KEPT})
        await keep_partitions(connection, today=now.date())
        legal = await legal_now(connection)
        drafts = (await connection.execute(_OLD_DRAFTS, {"before": legal - drafts_kept})).scalars().all()
        of_drafts = await forget_drafts(connection, drafts)
        loose = await connection.execute(_LOOSE_FILES, {"before": legal - LOOSE_FILES_KEPT})
        return (*of_drafts, *loose.scalars())
