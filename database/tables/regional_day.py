"""Days that differ in one region only; `standstill`: an emergency, when no limit of the region runs."""

from datetime import date, datetime

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, one_of


class RegionalDay(Base):
    __tablename__ = "regional_day"
    __table_args__ = (one_of("kind", "off", "work", "standstill"),)

    region: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str]
    source: Mapped[str]
    decision_no: Mapped[str | None]
    published_at: Mapped[datetime] = mapped_column(server_default=func.now())
