"""Administrative divisions (GB/T 2260, GB/T 10114) and function zones by their 12 digits.

A `zone` (高新区, 开发区) has a service code of its own, which no standard knows. valid_to: the first day on
which it is no more; `successor` goes on for it.
"""

from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, one_of


class Region(Base):
    __tablename__ = "region"
    __table_args__ = (one_of("kind", "division", "zone"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    name_zh: Mapped[str]
    name_en: Mapped[str]
    parent: Mapped[str | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    successor: Mapped[str | None]
    kind: Mapped[str] = mapped_column(default="division", server_default="division")
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
