"""Versions of what administrators write: matters, items, elements, materials, changes of a region."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, one_of


class DefinitionVersion(Base):
    """`source` is one YAML document with exactly one definition; what was published never changes.

    `uses`: `kind:code` of what it names. `position`: where an element or a material stands in a form.
    `revision` counts the saves of a draft. Persons are officers; None is the project itself.
    """

    __tablename__ = "definition"
    __table_args__ = (
        one_of("state", "draft", "checked", "published", "retired"),
        one_of("kind", "matter", "item", "element", "material", "override"),
        Index("ix_definition_uses", "uses", postgresql_using="gin"),
    )

    kind: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft", server_default="draft")
    plan: Mapped[str | None]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    published_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    title_zh: Mapped[str] = mapped_column(default="", server_default="")
    title_en: Mapped[str] = mapped_column(default="", server_default="")
    uses: Mapped[list[str]] = mapped_column(server_default="{}")
    position: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    from_version: Mapped[int | None]
    edited_by: Mapped[UUID | None]
    edited_at: Mapped[datetime] = mapped_column(server_default=func.now())
    effective_from: Mapped[date | None]
    retired_from: Mapped[date | None]
