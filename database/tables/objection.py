"""What somebody has against what was published."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, one_of


class Objection(Base):
    """`step`: the one in which it is decided; `text_id`: what it says, among the texts of the case."""

    __tablename__ = "objection"
    __table_args__ = (one_of("outcome", "upheld", "dismissed"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    publicity_id: Mapped[UUID] = mapped_column(ForeignKey("publicity.id"), index=True)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    step: Mapped[str]
    text_id: Mapped[UUID]
    made_at: Mapped[datetime]
    outcome: Mapped[str | None]
    decided_at: Mapped[datetime | None]
