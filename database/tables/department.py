"""A department of one region; code is `kind@region`."""

from sqlalchemy import Index
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
