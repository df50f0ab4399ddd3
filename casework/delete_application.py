"""The owner throws a draft away: what she wrote and handed in cannot be read any more."""

from uuid import UUID

from casework.finding import demand_application
from casework.outside import BeginAct, Outside
from casework.save_application import open_draft
from database.queries.draft_rows import forget_drafts


async def delete_application(acts: BeginAct, outside: Outside, application_id: UUID) -> None:
    """Raises Unknown (404) and NotADraft (409)."""
    async with acts() as act:
        await demand_application(act, application_id, action="application.change")
        row = await open_draft(act, application_id)
        storage_keys = await forget_drafts(act.connection, [row.id])
    for storage_key in storage_keys:
        await outside.files.remove(storage_key)
