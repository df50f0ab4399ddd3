"""Posts (岗位): what somebody may do who holds one. `items` empty: all items of the department."""

from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, SmallInt, one_of


class Post(Base):
    __tablename__ = "post"
    __table_args__ = (one_of("role", "officer", "window", "supervisor", "administrator"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    title_zh: Mapped[str]
    title_en: Mapped[str]
    role: Mapped[str]
    department: Mapped[str | None]
    region: Mapped[str | None]
    rank: Mapped[SmallInt] = mapped_column(default=1, server_default=text("1"))
    items: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
