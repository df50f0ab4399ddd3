"""Who holds which post, from the first of its days to the day before `valid_to`."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base


class OfficerPost(Base):
    __tablename__ = "officer_post"

    officer: Mapped[UUID] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    post: Mapped[str] = mapped_column(ForeignKey("post.code"), primary_key=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
