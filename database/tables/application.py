"""Drafts and what became of them. What the applicant wrote is one encrypted document.

after_case: the case that led to this matter.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, one_of


class Application(Base):
    __tablename__ = "application"
    __table_args__ = (
        Index("ix_application_owner_updated_at", "owner", "updated_at"),
        Index("ix_application_after_case", "after_case", postgresql_where=text("after_case IS NOT NULL")),
        one_of("state", "draft", "submitted", "deleted"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    owner: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    matter: Mapped[str]
    plan: Mapped[str] = mapped_column(ForeignKey("plan.name"))
    region: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    state: Mapped[str] = mapped_column(default="draft", server_default="draft")
    ciphertext: Mapped[bytes]
    wrapped_key: Mapped[bytes]
    kid: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    case_id: Mapped[BigInt | None]
    on_behalf_of: Mapped[UUID | None]
    authorisation: Mapped[UUID | None]
    after_case: Mapped[BigInt | None] = mapped_column(ForeignKey("matter_case.id"))
