"""What was done with a ticket, in order; never changed."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, SmallInt


class TicketStep(Base):
    __tablename__ = "ticket_step"
    __table_args__ = (UniqueConstraint("ticket_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"))
    number: Mapped[int]
    at: Mapped[datetime]
    word: Mapped[str]
    party: Mapped[str]
    actor: Mapped[str]
    department: Mapped[str | None]
    words: Mapped[UUID | None]
    finding: Mapped[str | None]
    ground: Mapped[str | None]
    score: Mapped[SmallInt | None]
