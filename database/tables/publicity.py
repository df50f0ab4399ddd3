"""What is put before the public for a time, with names masked; anybody may read it."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, one_of


class Publicity(Base):
    __tablename__ = "publicity"
    __table_args__ = (
        Index("ix_publicity_open", "ends_at", "id", postgresql_where=text("state = 'open'")),
        one_of("state", "open", "ended", "withdrawn"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), index=True)
    item_key: Mapped[str]
    step: Mapped[str]
    region: Mapped[str]
    text_zh: Mapped[str]
    text_en: Mapped[str]
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="open", server_default="open")
