"""Uploads that could not be scanned at once are scanned as soon as the scanner answers again."""

import structlog
from sqlalchemy import text

from database.session import ENGINE, transaction
from engine.context import EngineContext
from files.intake import scan_again
from files.refusals import FileGone, FileInfected, ScannerUnavailable
from files.scan import Scanner
from files.store import FileStore, SealedFile

AT_ONCE = 50

_QUARANTINED = text("""
    SELECT id, sha256, size, media_type, name, storage_key, scan, wrapped_key, kid FROM stored_file
    WHERE scan = 'quarantine' AND wrapped_key IS NOT NULL ORDER BY created_at LIMIT :limit
""")
_JUDGED = text("""
    UPDATE stored_file SET scan = :scan, storage_key = :storage_key WHERE id = :id AND scan = 'quarantine'
""")

log = structlog.get_logger()


async def scan_quarantined(context: EngineContext, *, store: FileStore, scanner: Scanner) -> int:
    """One round; gives how many were judged. Two workers at the same file do no harm.

    An infected file is gone, its row says `refused`: a draft then lacks the material, and an officer asks
    for it anew. While the scanner is away the round ends quietly.
    """
    async with transaction(context.database, ENGINE) as connection:
        rows = (await connection.execute(_QUARANTINED, {"limit": AT_ONCE})).all()
    judged = 0
    for row in rows:
        sealed = SealedFile(*row)
        try:
            released = await scan_again(sealed, store=store, scanner=scanner)
            result = {"scan": released.scan, "storage_key": released.storage_key}
        except ScannerUnavailable:
            break
        except (FileInfected, FileGone) as problem:
            log.warning("upload_refused", file=str(sealed.id), problem=type(problem).__name__)
            result = {"scan": "refused", "storage_key": sealed.storage_key}
        async with transaction(context.database, ENGINE) as connection:
            await connection.execute(_JUDGED, {"id": sealed.id, **result})
        judged += 1
    return judged
