"""Who answered for an item, in which part and from when to when."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, one_of


class ResponsibilityRecord(Base):
    __tablename__ = "responsibility_record"
    __table_args__ = (one_of("role", "receiving", "handling", "superior", "visiting"),)

    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), primary_key=True)
    item_key: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    department: Mapped[str] = mapped_column(primary_key=True)
    from_at: Mapped[datetime] = mapped_column(primary_key=True)
    region: Mapped[str]
    until_at: Mapped[datetime | None]
