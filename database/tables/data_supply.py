"""What came of each question to a department: names of elements and a duration, never a value or a person.

seconds: real seconds until the answer, None when it came by another way. data_of: the day of which the other
side says its data are.
"""

from datetime import date, datetime

from sqlalchemy import Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, one_of


class DataSupply(Base):
    __tablename__ = "data_supply"
    __table_args__ = (
        Index("ix_data_supply_at", "at"),
        one_of("outcome", "found", "empty", "later", "unanswered"),
    )

    id: Mapped[BigInt] = mapped_column(Identity(), primary_key=True)
    at: Mapped[datetime]
    connector: Mapped[str]
    call: Mapped[str]
    region: Mapped[str]
    elements: Mapped[list[str]]
    lacking: Mapped[list[str]]
    outcome: Mapped[str]
    seconds: Mapped[float | None]
    data_of: Mapped[date | None]
