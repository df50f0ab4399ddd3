"""Work for people: the review of an item's form, an approval, a follow-up, and what else they are asked.

limit_at: of the step itself; due_at: the earlier of that and the item's.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, SmallInt, one_of

TASK_KINDS = (
    "receipt", "approval", "follow_up", "precheck", "intake", "request", "commitment", "call", "objection",
    "hearing", "visit", "letter",
)  # fmt: skip


class Task(Base):
    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("case_id", "item_key", "step", "round"),
        Index("ix_task_worklist", "department", "due_at", "id", postgresql_where=text("state = 'open'")),
        Index("ix_task_mine", "assignee", "due_at", "id", postgresql_where=text("state = 'open'")),
        Index("ix_task_closed", "department", "closed_at", "id"),
        one_of("kind", *TASK_KINDS),
        one_of("state", "open", "done", "withdrawn"),
        one_of("light", "none", "green", "yellow", "red"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"))
    case_no: Mapped[str]
    matter: Mapped[str]
    item_key: Mapped[str]
    step: Mapped[str]
    round: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    kind: Mapped[str]
    title_zh: Mapped[str]
    title_en: Mapped[str]
    department: Mapped[str]
    region: Mapped[str]
    state: Mapped[str] = mapped_column(default="open", server_default="open")
    assignee: Mapped[UUID | None]
    claimed_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    limit_at: Mapped[datetime | None]
    light: Mapped[str] = mapped_column(default="none", server_default="none")
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    priority: Mapped[SmallInt] = mapped_column(default=0, server_default=text("0"))
