"""Callbacks already taken, by the sender's webhook-id."""

from datetime import datetime

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base


class Callback(Base):
    __tablename__ = "callback"

    webhook_id: Mapped[str] = mapped_column(primary_key=True)
    connector: Mapped[str]
    received_at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)
    key: Mapped[str]
