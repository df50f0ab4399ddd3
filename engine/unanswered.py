"""What another authority left unanswered is shown to the supervisor: an incident of its region."""

from engine.case_change import CaseChange
from engine.incidents import insert_incident
from engine.who import THE_ENGINE
from matter_definitions import events
from matter_definitions.consequences import Event

_REASONS = {
    events.LETTER_UNANSWERED: "letter_unanswered",
    events.VISIT_UNANSWERED: "visit_unanswered",
}


async def show_to_supervisor(change: CaseChange, event: Event) -> None:
    """`detail` names the department that did not answer."""
    item, reason = change.state.items[event.item or ""], _REASONS[event.kind]
    await insert_incident(
        change.connection,
        case_id=change.id,
        case_no=change.case_no,
        item_key=item.key,
        department=item.department,
        region=item.region,
        kind="stuck",
        reason=reason,
        detail=str(event.data["department"]),
        opened_at=change.now,
    )
    change.happened(
        events.INCIDENT_OPENED, by=THE_ENGINE, item=item.key, step=event.step, kind="stuck", reason=reason
    )
