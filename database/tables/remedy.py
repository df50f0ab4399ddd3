"""Where decisions made in a region are contested; `department_kind` '': of every kind of department."""

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base


class Remedy(Base):
    __tablename__ = "remedy"

    region: Mapped[str] = mapped_column(primary_key=True)
    department_kind: Mapped[str] = mapped_column(primary_key=True, default="", server_default=text("''"))
    authority_zh: Mapped[str]
    authority_en: Mapped[str]
    court_zh: Mapped[str]
    court_en: Mapped[str]
    days: Mapped[int] = mapped_column(default=60, server_default=text("60"))
    months: Mapped[int] = mapped_column(default=6, server_default=text("6"))
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
