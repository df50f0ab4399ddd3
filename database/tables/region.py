"""Administrative divisions by their 12 digits."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base


class Region(Base):
    __tablename__ = "region"

    code: Mapped[str] = mapped_column(primary_key=True)
    name_zh: Mapped[str]
    name_en: Mapped[str]
    parent: Mapped[str | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
