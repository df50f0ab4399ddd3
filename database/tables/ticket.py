"""What follows a bad rating, or a complaint: one number until it is closed.

wanted_department: whom the author named, or whose item it is about; department: who has to answer.
since: what the limits count from. about: what a complaint is about. words: what it says.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, SmallInt, one_of


class Ticket(Base):
    __tablename__ = "ticket"
    __table_args__ = (
        Index("ix_ticket_open", "due_at", "id", postgresql_where=text("standing <> 'closed'")),
        Index("ix_ticket_opened_at", "opened_at", "number"),
        one_of("kind", "rating", "complaint"),
        one_of(
            "standing", "new", "assigned", "contacted", "verified", "appealed", "rectifying", "answered",
            "escalated", "closed",
        ),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), index=True)
    case_no: Mapped[str]
    rating_id: Mapped[UUID | None] = mapped_column(ForeignKey("rating.id"), unique=True)
    item_key: Mapped[str | None]
    author: Mapped[UUID] = mapped_column(index=True)
    region: Mapped[str]
    wanted_department: Mapped[str | None]
    about: Mapped[str | None]
    words: Mapped[UUID | None]
    department: Mapped[str | None] = mapped_column(index=True)
    standing: Mapped[str] = mapped_column(default="new", server_default="new")
    finding: Mapped[str | None]
    ground: Mapped[str | None]
    heard_at: Mapped[datetime | None]
    longer: Mapped[str | None]
    passed_back: Mapped[SmallInt] = mapped_column(default=0, server_default=text("0"))
    escalated: Mapped[SmallInt] = mapped_column(default=0, server_default=text("0"))
    score_after: Mapped[SmallInt | None]
    outcome: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    opened_at: Mapped[datetime]
    since: Mapped[datetime]
    due_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
