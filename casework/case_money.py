"""Money of a case that goes back, line by line."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from casework.case_reading import ReadCase
from casework.words import Language, state_words

REFUNDS = text("""
    SELECT id, payment_id, item_key, amount_fen, reason, state, requested_at, done_at
    FROM refund WHERE case_id = :case ORDER BY requested_at, id
""")


@dataclass(frozen=True, slots=True)
class RefundLine:
    """`reason`: how the item ended (deny, refuse, withdraw, lapse, not_pursue), or paid_too_late,
    paid_too_much, paid_too_little, paid_twice. It goes to the account that paid."""

    id: UUID
    payment: UUID
    item: str
    item_title: str
    amount_fen: int
    reason: str
    state: str
    state_words: str
    requested_at: datetime
    done_at: datetime | None


def refund_line(row: Row[Any], case: ReadCase, *, language: Language) -> RefundLine:
    return RefundLine(
        id=row.id,
        payment=row.payment_id,
        item=row.item_key,
        item_title=case.item_title(row.item_key, language=language),
        amount_fen=row.amount_fen,
        reason=row.reason,
        state=row.state,
        state_words=state_words("refund", row.state, language=language),
        requested_at=row.requested_at,
        done_at=row.done_at,
    )
