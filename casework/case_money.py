"""Money of a case: what was paid together, and what goes back, line by line."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from access.act import Act
from casework.case_reading import ReadCase
from casework.words import Language, state_words

REFUNDS = text("""
    SELECT id, payment_id, item_key, amount_fen, reason, state, requested_at, done_at
    FROM refund WHERE case_id = :case ORDER BY requested_at, id
""")


_ORDERS = text("""
    SELECT o.id, o.amount_fen, o.state, o.opened_at, o.paid_at,
        array_agg(p.id ORDER BY p.demanded_at, p.id) AS payments,
        array_agg(p.item_key ORDER BY p.demanded_at, p.id) AS items
    FROM payment_order o JOIN payment_order_line l ON l.order_id = o.id JOIN payment p ON p.id = l.payment_id
    WHERE o.case_id = :case GROUP BY o.id ORDER BY o.opened_at, o.id
""")


@dataclass(frozen=True, slots=True)
class OrderLine:
    """Several payments in one order: `amount_fen` is their sum. What became of each is said by itself."""

    id: UUID
    amount_fen: int
    state: str
    state_words: str
    opened_at: datetime
    paid_at: datetime | None
    payments: list[UUID]
    item_titles: list[str]


async def orders_of(act: Act, case: ReadCase, *, language: Language) -> list[OrderLine]:
    """The oldest first. An order spans departments, so it is for the applicant only."""
    return [
        OrderLine(
            id=row.id,
            amount_fen=row.amount_fen,
            state=row.state,
            state_words=state_words("payment_order", row.state, language=language),
            opened_at=row.opened_at,
            paid_at=row.paid_at,
            payments=list(row.payments),
            item_titles=[case.item_title(each, language=language) for each in row.items],
        )
        for row in await act.connection.execute(_ORDERS, {"case": case.row.id})
    ]


@dataclass(frozen=True, slots=True)
class RefundLine:
    """`reason`: how the item ended (deny, refuse, withdraw, lapse, not_pursue), or paid_too_late,
    paid_too_much, paid_too_little, paid_twice, demanded_anew. It goes to the account that paid."""

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
