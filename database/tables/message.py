"""Messages, one per event, person and channel; title and body are encrypted with the person's key."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, one_of


class Message(Base):
    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_person_created_at", "person_id", "created_at", "id"),
        one_of("state", "planned", "sent", "delivered", "failed"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    case_id: Mapped[BigInt | None] = mapped_column(ForeignKey("matter_case.id"), index=True)
    effect_key: Mapped[str] = mapped_column(unique=True)
    event: Mapped[str]
    channel: Mapped[str]
    template: Mapped[str]
    language: Mapped[str]
    ciphertext: Mapped[bytes]
    state: Mapped[str] = mapped_column(default="planned", server_default="planned")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
