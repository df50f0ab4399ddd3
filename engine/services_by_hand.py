"""What the counter did so that somebody is told: telephoned, handed a paper over, posted one by hand.

Each stands as one more attempt beside those of the channels, so that the file shows how she was told.
"""

from sqlalchemy import text

from engine.case_change import CaseChange
from engine.services import LETTER
from matter_definitions.calling import Named

# `proof`: the number of the parcel, or the task.
_ATTEMPT = text("""
    INSERT INTO notice_service (id, case_id, item_key, notice, event, person_id, legal, channel, nth, state,
        proof, told_at, created_at)
    SELECT gen_random_uuid(), case_id, item_key, notice, event, person_id, legal, :channel, max(nth) + 1,
        :state, :proof, CAST(:told_at AS timestamptz), :now
    FROM notice_service
    WHERE case_id = :case AND (notice = ANY(:notices) OR (notice IS NULL AND item_key = ANY(:items)))
    GROUP BY case_id, item_key, notice, event, person_id, legal
""")
_RECEIPT = text("""
    UPDATE notice_service SET state = 'delivered', told_at = :now
    WHERE case_id = :case AND channel = 'letter' AND effect_key IS NULL AND state = 'sent'
        AND (notice = ANY(:notices) OR (notice IS NULL AND item_key = ANY(:items)))
""")
_NOT_NEEDED = text("""
    UPDATE notice_service SET state = 'given_up'
    WHERE case_id = :case AND state IN ('planned', 'sent')
        AND (notice = ANY(:notices) OR (notice IS NULL AND item_key = ANY(:items)))
""")


async def record_posted(case: CaseChange, named: Named, *, number: str) -> None:
    """A paper was posted by hand; it proves something only when its receipt comes back."""
    row = {"channel": LETTER, "state": "sent", "proof": number, "told_at": None, "now": case.now}
    await case.connection.execute(_ATTEMPT, _place(case, named) | row)


async def record_receipt(case: CaseChange, named: Named) -> None:
    """The receipt of what was posted by hand came back: no other channel is needed."""
    await case.connection.execute(_RECEIPT, _place(case, named) | {"now": case.now})
    await case.connection.execute(_NOT_NEEDED, _place(case, named))


async def record_told_by_hand(case: CaseChange, named: Named, *, channel: str, proof: str) -> None:
    """She was told by telephone or in person: no other channel is needed."""
    row = {"channel": channel, "state": "delivered", "proof": proof, "told_at": case.now, "now": case.now}
    await case.connection.execute(_ATTEMPT, _place(case, named) | row)
    await case.connection.execute(_NOT_NEEDED, _place(case, named))


def _place(case: CaseChange, named: Named) -> dict[str, object]:
    return {"case": case.id, "notices": list(named.notices), "items": list(named.decisions)}
