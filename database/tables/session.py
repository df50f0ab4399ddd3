"""Signed-in browsers. The cookie's value is never stored, only its SHA-256."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, Json

# A session without a request for so long has ended; its row is put away later.
SESSION_IDLE = timedelta(minutes=30)


class Session(Base):
    __tablename__ = "session"

    id_hash: Mapped[bytes] = mapped_column(primary_key=True)
    subject: Mapped[str]
    person_id: Mapped[UUID | None]
    officer_id: Mapped[UUID | None]
    assurance: Mapped[str]
    csrf_secret: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_seen_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime] = mapped_column(index=True)
    data: Mapped[Json] = mapped_column(default=dict, server_default=text("'{}'"))
