"""Days that differ from the week: days off on weekdays, working days at weekends."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, one_of


class WorkDay(Base):
    __tablename__ = "work_calendar"
    __table_args__ = (one_of("kind", "off", "work"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(ForeignKey("calendar_year.year"), index=True)
    kind: Mapped[str]
    source: Mapped[str]
