"""What is still waited for when its time is over: of a granted item a fee, or the word of the applicant;
of any, money that somebody else sends.

The item stands as it did, and the supervisor is shown an incident. It ends by itself when what it waits for
comes, or by a person.
"""

from sqlalchemy import text

from engine.case_change import CaseChange
from engine.incidents import insert_incident
from engine.who import THE_ENGINE
from matter_definitions import events
from matter_definitions.awaiting import LATE
from matter_definitions.confirming import UNCONFIRMED
from matter_definitions.consequences import Event
from matter_definitions.timing import OVERDUE

UNPAID, PAID, CONFIRMED, ARRIVED = "unpaid", "paid", "confirmed", "arrived"
_REASONS = {
    events.PAYMENT_OVERDUE: UNPAID,
    events.CONFIRMATION_OVERDUE: UNCONFIRMED,
    events.MONEY_LATE: LATE,
}
_SETTLE = text("""
    UPDATE incident SET state = 'ended', closed_at = :now, resolution = :resolution
    WHERE case_id = :case AND item_key = :item AND kind = 'stuck' AND reason = :reason AND detail = :step
        AND state = 'open'
    RETURNING id
""")


async def show_to_supervisor(change: CaseChange, event: Event) -> None:
    """`detail` names the step."""
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
        detail=event.step or "",
        opened_at=change.now,
    )
    change.happened(
        events.INCIDENT_OPENED, by=THE_ENGINE, item=item.key, step=event.step, kind="stuck", reason=reason
    )


async def paid(change: CaseChange, item: str, step: str) -> None:
    """The fee has come; also when nobody was waiting for it in vain."""
    if change.state.items[item].steps[step].data.get(OVERDUE):
        await _settle(change, item, step, reason=UNPAID, resolution=PAID)


async def arrived(change: CaseChange, item: str, step: str) -> None:
    """Money that was awaited has come; also when it was in time."""
    if change.state.items[item].steps[step].data.get(LATE):
        await _settle(change, item, step, reason=LATE, resolution=ARRIVED)


async def confirmed(change: CaseChange, event: Event) -> None:
    """The applicant has confirmed; also when she did so in time."""
    item, step = event.item or "", event.step or ""
    if change.state.items[item].steps[step].data.get(UNCONFIRMED):
        await _settle(change, item, step, reason=UNCONFIRMED, resolution=CONFIRMED)


async def _settle(change: CaseChange, item: str, step: str, *, reason: str, resolution: str) -> None:
    found = {"case": change.id, "item": item, "step": step, "reason": reason}
    ended = await change.connection.execute(_SETTLE, {**found, "now": change.now, "resolution": resolution})
    for row in ended.all():
        change.happened(
            events.INCIDENT_SETTLED,
            by=THE_ENGINE,
            item=item,
            step=step,
            incident=str(row.id),
            resolution=resolution,
        )
