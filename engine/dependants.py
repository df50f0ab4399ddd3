"""A result fell on which others were built: the supervisor is shown what they are; nothing follows by itself.

Whether they fall, too, is for a person to say (行政许可法 art. 69: trust in what was granted is protected).
"""

from engine.case_change import CaseChange
from engine.incidents import IncidentKind, insert_incident
from engine.who import THE_ENGINE
from matter_definitions import events
from matter_definitions.built_on import dependants_of
from matter_definitions.state import ItemState

KIND: IncidentKind = "built_on_revoked"
_FALLEN, _ONCE_GRANTED = ("revoked", "void"), ("granted", "granted_with_late_supply")


async def follow(change: CaseChange) -> None:
    """Opens an incident for each result that has just fallen and had others built on it, for the
    supervisor of each place where they are handled; `detail` names their keys."""
    for item in change.state.items.values():
        if not _has_fallen(change, item):
            continue
        built = dependants_of(change.plan, change.state, item)
        for region in sorted({each.region for each in built}):
            await _show(change, item, region, [each for each in built if each.region == region])


def _has_fallen(change: CaseChange, item: ItemState) -> bool:
    before = change.before.items.get(item.key)
    return item.standing in _FALLEN and before is not None and before.standing in _ONCE_GRANTED


async def _show(change: CaseChange, item: ItemState, region: str, built: list[ItemState]) -> None:
    reason = f"result_{item.standing}"
    await insert_incident(
        change.connection,
        case_id=change.id,
        case_no=change.case_no,
        item_key=item.key,
        department=item.department,
        region=region,
        kind=KIND,
        reason=reason,
        detail=",".join(each.key for each in built),
        opened_at=change.now,
    )
    change.happened(events.INCIDENT_OPENED, by=THE_ENGINE, item=item.key, kind=KIND, reason=reason)
