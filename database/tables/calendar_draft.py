"""A year's or a region's days before they hold. `days`: [{"day": "2027-01-01", "kind": "off"}, …]."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, Json, one_of


class CalendarDraft(Base):
    __tablename__ = "calendar_draft"
    __table_args__ = (one_of("state", "draft", "published", "dropped"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    year: Mapped[int]
    region: Mapped[str] = mapped_column(default="", server_default="")
    source: Mapped[str]
    days: Mapped[list[Json]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(default="draft", server_default="draft")
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
