"""What was promised and not delivered: one row for a day, a call, a supplier, a city and a reason."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, one_of


class DataShortfall(Base):
    __tablename__ = "data_shortfall"
    __table_args__ = (one_of("reason", "late", "empty", "old"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    connector: Mapped[str] = mapped_column(primary_key=True)
    call: Mapped[str] = mapped_column(primary_key=True)
    supplier: Mapped[str] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(primary_key=True)
    elements: Mapped[list[str]]
    asked: Mapped[int]
    failed: Mapped[int]
    incident_id: Mapped[UUID | None]
