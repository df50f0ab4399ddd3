"""Service halls (政务服务中心): where people go, when it is open, and which windows it has.

windows: one text each, such as "1 综合窗口".
"""

from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base


class Hall(Base):
    __tablename__ = "hall"

    code: Mapped[str] = mapped_column(primary_key=True)
    region: Mapped[str]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    address_zh: Mapped[str]
    address_en: Mapped[str]
    hours_zh: Mapped[str]
    hours_en: Mapped[str]
    windows: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
