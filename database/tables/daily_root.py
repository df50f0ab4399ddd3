"""A chained digest over the heads of the cases that changed since the root before. Rows never change."""

from datetime import date, datetime

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt


class DailyRoot(Base):
    __tablename__ = "daily_root"

    day: Mapped[date] = mapped_column(primary_key=True)
    root: Mapped[bytes]
    previous: Mapped[bytes | None]
    cases: Mapped[int]
    horizon: Mapped[BigInt]
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())
