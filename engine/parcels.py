"""Letters and cards on their way: sent, followed, delivered, called back."""

import json
from contextlib import suppress
from datetime import datetime
from uuid import uuid4

from sqlalchemy import text

from database.queries.effect_rows import EffectRow
from engine.case_change import CaseChange
from engine.outcome import Outcome
from matter_definitions import events
from matter_definitions.acts.telling import RecordDelivery
from refusals import NotNow

DELIVERED = "delivered"

# Stages may be told before the answer to the call has arrived, so both may make the row.
_SENT = text("""
    INSERT INTO parcel (id, case_id, item_key, effect_key, parcel_no, state, sent_at)
    VALUES (:id, :case_id, :item_key, :effect_key, :parcel_no, :state, :now)
    ON CONFLICT (effect_key) DO UPDATE SET
        parcel_no = coalesce(parcel.parcel_no, excluded.parcel_no),
        sent_at = coalesce(parcel.sent_at, excluded.sent_at)
""")
_PROGRESS = text("SELECT progress, state FROM parcel WHERE effect_key = :effect_key")
_MOVE = text("""
    UPDATE parcel SET progress = CAST(:progress AS jsonb), state = :state, delivered_at = :delivered_at
    WHERE effect_key = :effect_key
""")
_STATE = text("UPDATE parcel SET state = :state WHERE effect_key = :effect_key")


async def record_sent(case: CaseChange, effect: EffectRow, outcome: Outcome) -> None:
    number = outcome.data.get("parcel_no")
    await _make(case, effect, parcel_no=number if isinstance(number, str) else None)
    case.happened(events.PARCEL_SENT, item=effect.item_key, step=effect.step)


async def record_progress(
    case: CaseChange, effect: EffectRow, *, stage: str, sequence: int, at: datetime
) -> None:
    """One stage of the way. Stages may come twice and in another order; the latest one counts."""
    await _make(case, effect, parcel_no=None)
    row = (await case.connection.execute(_PROGRESS, {"effect_key": effect.key})).one()
    known = {each["sequence"]: each for each in row.progress}
    if sequence in known:
        return
    known[sequence] = {"sequence": sequence, "stage": stage, "at": at.isoformat()}
    progress = [known[number] for number in sorted(known)]
    delivered = next((each for each in progress if each["stage"] == DELIVERED), None)
    newly_delivered = delivered is not None and row.state != DELIVERED
    await case.connection.execute(
        _MOVE,
        {
            "effect_key": effect.key,
            "progress": json.dumps(progress),
            "state": DELIVERED if delivered else progress[-1]["stage"],
            "delivered_at": case.now if delivered else None,
        },
    )
    if newly_delivered:
        case.happened(events.PARCEL_DELIVERED, item=effect.item_key, step=effect.step)
        _signed_for(case, effect)


def _signed_for(case: CaseChange, effect: EffectRow) -> None:
    """The courier hands over against a signature, which ends the delivery clock of the item."""
    item = case.state.items.get(effect.item_key or "")
    if item is None or effect.kind != "mailing" or case.plan.format == 1 or item.signed_at is not None:
        return
    with suppress(NotNow):  # something else of the item was sent, before there was a result
        case.apply(RecordDelivery(item.key, "parcel", signed=True))


async def record_recalled(case: CaseChange, effect_key: str) -> None:
    await case.connection.execute(_STATE, {"effect_key": effect_key, "state": "recalled"})


async def _make(case: CaseChange, effect: EffectRow, *, parcel_no: str | None) -> None:
    row = {
        "id": uuid4(),
        "case_id": case.id,
        "item_key": effect.item_key,
        "effect_key": effect.key,
        "parcel_no": parcel_no,
        "state": "sent",
        "now": case.now,
    }
    await case.connection.execute(_SENT, row)
