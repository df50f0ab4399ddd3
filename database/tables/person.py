"""People and companies, one row with one key each; who they are is encrypted with a key of their own."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, one_of


class Person(Base):
    __tablename__ = "person"
    __table_args__ = (one_of("kind", "person", "company"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(default="person", server_default="person")
    subject: Mapped[str | None] = mapped_column(unique=True)
    number_hash: Mapped[bytes | None] = mapped_column(unique=True)
    temporary_key: Mapped[str | None] = mapped_column(unique=True)
    ciphertext: Mapped[bytes | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
