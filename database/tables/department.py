"""A department of one region; code is `kind@region`.

also: kinds of departments whose items it does beside those of its own kind (an approval bureau, 行政审批局;
whoever goes on for a department of another kind). valid_from None: since ever; valid_to: the first day on
which it is no more, `successor` goes on for it.
"""

from datetime import date

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base


class Department(Base):
    __tablename__ = "department"
    __table_args__ = (Index("ix_department_kind_region", "kind", "region"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    region: Mapped[str]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    uscc: Mapped[str | None]
    also: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    successor: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
