"""Letters from department to department about a case."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, one_of


class Letter(Base):
    """`text_id`: what it says, among the texts of the case; `answers`: the letter that this one answers.

    `subject`: of the step that it belongs to. `outside`: the name of the authority that is not on this
    installation, which gets it or wrote it. `due_at`: until when an answer is wanted. `outcome`: of an
    answer.
    """

    __tablename__ = "letter"
    __table_args__ = (
        one_of("state", "sent", "answered"),
        Index(
            "uq_letter_our_number",
            "number",
            unique=True,
            postgresql_where=text("from_department <> 'outside'"),
        ),
        Index("ix_letter_sent", "from_department", "sent_at", "id"),
        Index("ix_letter_received", "to_department", "sent_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), index=True)
    item_key: Mapped[str]
    step: Mapped[str]
    round: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    number: Mapped[str]
    kind: Mapped[str]
    from_department: Mapped[str]
    to_department: Mapped[str]
    from_region: Mapped[str]
    to_region: Mapped[str]
    text_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(default="sent", server_default="sent")
    sent_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    subject_zh: Mapped[str | None]
    subject_en: Mapped[str | None]
    outside_zh: Mapped[str | None]
    outside_en: Mapped[str | None]
    due_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    answers: Mapped[UUID | None] = mapped_column(ForeignKey("letter.id"))
