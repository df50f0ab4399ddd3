"""Papers that are no longer valid as they are: revoked, suspended, or replaced by a rectified one."""

from sqlalchemy import text

from engine.case_change import CaseChange
from engine.who import THE_ENGINE
from matter_definitions import events

# An item's results, or those of one step of it; without an item the one paper of several results. A replaced
# one learns its successor when that is issued.
_CHANGE = text("""
    UPDATE document SET state = :to
    WHERE case_id = :case_id AND item_key IS NOT DISTINCT FROM CAST(:item AS text) AND kind = 'result'
        AND state = ANY(:from) AND state <> :to AND (CAST(:step AS text) IS NULL OR step = :step)
    RETURNING id
""")
_EVENTS = {
    "revoked": events.DOCUMENT_REVOKED,
    "replaced": events.DOCUMENT_REPLACED,
    "suspended": events.DOCUMENT_SUSPENDED,
    "valid": events.DOCUMENT_RESTORED,
}
_FROM = {"suspended": ["valid"], "valid": ["suspended"]}
_STANDING = ["valid", "replaced", "suspended"]


async def follow(change: CaseChange) -> None:
    """Carries out `change.out.documents_changed`, in the transaction of the act."""
    for wanted in change.out.documents_changed:
        row = {"case_id": change.id, "item": wanted.item, "to": wanted.to, "step": wanted.step}
        row["from"] = _FROM.get(wanted.to, _STANDING)
        for document in (await change.connection.execute(_CHANGE, row)).scalars():
            change.happened(
                _EVENTS[wanted.to], by=THE_ENGINE, item=wanted.item, step=wanted.step, document=str(document)
            )
