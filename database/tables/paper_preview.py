"""The paper that an officer has looked at before deciding; `digest` of what the decision would put on it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base


class PaperPreview(Base):
    __tablename__ = "paper_preview"

    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), primary_key=True)
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    digest: Mapped[str]
    opened_at: Mapped[datetime]
