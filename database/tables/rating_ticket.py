"""The follow-up of a bad rating."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt


class RatingTicket(Base):
    __tablename__ = "rating_ticket"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    rating_id: Mapped[UUID] = mapped_column(ForeignKey("rating.id"), unique=True)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), index=True)
    department: Mapped[str | None]
    region: Mapped[str]
    state: Mapped[str] = mapped_column(default="new", server_default="new")
    due_at: Mapped[datetime | None]
    opened_at: Mapped[datetime]
