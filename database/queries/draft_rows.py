"""Drafts that go: what they held is destroyed, the row stays and says so."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from database.queries.effect_rows import forgetting_errands

# A file handed in for a draft belongs to nothing else; without its key nobody can read it any more.
_STATEMENTS = (
    """UPDATE stored_file SET wrapped_key = NULL, kid = NULL, name = '' WHERE id IN (
        SELECT file_id FROM application_material WHERE application_id = ANY(:drafts))
        RETURNING storage_key""",
    "DELETE FROM application_material WHERE application_id = ANY(:drafts)",
    "UPDATE consent SET state = 'void' WHERE application_id = ANY(:drafts) AND state IN ('asked', 'given')",
    "DELETE FROM signed_statement WHERE application_id = ANY(:drafts)",
    "UPDATE application SET ciphertext = '', wrapped_key = '', state = 'deleted' WHERE id = ANY(:drafts)",
)


async def forget_drafts(connection: AsyncConnection, drafts: Sequence[UUID]) -> tuple[str, ...]:
    """As the engine, for locked rows in the state `draft`. Gives the storage keys to remove afterwards."""
    if not drafts:
        return ()
    files, *rest = _STATEMENTS
    keys = tuple((await connection.execute(text(files), {"drafts": list(drafts)})).scalars())
    await connection.execute(*forgetting_errands([f"application/{each}" for each in drafts]))
    for statement in rest:
        await connection.execute(text(statement), {"drafts": list(drafts)})
    return keys
