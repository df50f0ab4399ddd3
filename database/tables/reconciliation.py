"""A day's comparison of our payments with the provider's list."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, Json


class Reconciliation(Base):
    __tablename__ = "reconciliation"
    __table_args__ = (UniqueConstraint("connector", "day"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    connector: Mapped[str]
    day: Mapped[date]
    differences: Mapped[list[Json]] = mapped_column(JSONB)
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())
