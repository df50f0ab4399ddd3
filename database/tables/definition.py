"""Versions of what administrators write: items, matters, elements."""

from datetime import datetime

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, one_of


class DefinitionVersion(Base):
    __tablename__ = "definition"
    __table_args__ = (one_of("state", "draft", "published", "retired"),)

    kind: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft", server_default="draft")
    plan: Mapped[str | None]
    created_by: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    published_at: Mapped[datetime | None]
