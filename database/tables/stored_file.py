"""Uploads. Content and name are encrypted with a key per file."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, one_of


class StoredFile(Base):
    __tablename__ = "stored_file"
    __table_args__ = (one_of("scan", "quarantine", "clean", "refused"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    owner: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    sha256: Mapped[str]
    size: Mapped[int]
    media_type: Mapped[str]
    name: Mapped[bytes]
    storage_key: Mapped[str]
    scan: Mapped[str] = mapped_column(default="quarantine", server_default="quarantine")
    wrapped_key: Mapped[bytes | None]
    kid: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
