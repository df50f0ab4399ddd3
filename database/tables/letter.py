"""Letters from department to department about a case."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, one_of


class Letter(Base):
    """`text_id`: what it says, among the texts of the case; `answers`: the letter that this one answers."""

    __tablename__ = "letter"
    __table_args__ = (one_of("state", "sent", "answered"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), index=True)
    item_key: Mapped[str]
    step: Mapped[str]
    round: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    from_department: Mapped[str]
    to_department: Mapped[str]
    from_region: Mapped[str]
    to_region: Mapped[str]
    text_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(default="sent", server_default="sent")
    sent_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answers: Mapped[UUID | None] = mapped_column(ForeignKey("letter.id"))
