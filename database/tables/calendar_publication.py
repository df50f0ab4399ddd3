"""A change of the calendar, and how far the cases have been dated anew: those up to `after_case` are."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt


class CalendarPublication(Base):
    __tablename__ = "calendar_publication"
    __table_args__ = (
        Index("ix_calendar_publication_open", "published_at", postgresql_where=text("finished_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    draft_id: Mapped[UUID | None] = mapped_column(ForeignKey("calendar_draft.id"))
    region: Mapped[str] = mapped_column(default="", server_default="")
    year: Mapped[int | None]
    published_at: Mapped[datetime] = mapped_column(server_default=func.now())
    after_case: Mapped[BigInt] = mapped_column(default=0, server_default=text("0"))
    moved: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    finished_at: Mapped[datetime | None]
