"""The texts of papers, version by version. What a template may speak of is declared in `documents`."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, one_of


class PaperTemplate(Base):
    """`created_by` None: version 1 comes from the product's own files."""

    __tablename__ = "paper_template"
    __table_args__ = (one_of("state", "draft", "published", "retired"),)

    template: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str]
    variables: Mapped[list[str]] = mapped_column(JSONB)
    title_zh: Mapped[str]
    title_en: Mapped[str]
    archive_code: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="draft", server_default="draft")
    sha256: Mapped[str]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
