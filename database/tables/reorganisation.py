"""A department ends on a day, and others go on for it (合并、拆分、撤销).

heirs: {"items": {item: department}, "posts": {post: department}}; whatever they do not name is the
successor's. after_case: the last case that was handed over. switched_at: when the table of
responsibility and the posts went over, in real time.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, Json, one_of


class Reorganisation(Base):
    __tablename__ = "reorganisation"
    __table_args__ = (
        Index(
            "uq_reorganisation_department",
            "department",
            unique=True,
            postgresql_where=text("state <> 'cancelled'"),
        ),
        one_of("kind", "merge", "split", "dissolve"),
        one_of("state", "planned", "under_way", "done", "cancelled"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str]
    department: Mapped[str] = mapped_column(ForeignKey("department.code"))
    successor: Mapped[str] = mapped_column(ForeignKey("department.code"))
    heirs: Mapped[Json]
    effective_on: Mapped[date]
    source: Mapped[str]
    state: Mapped[str] = mapped_column(default="planned", server_default="planned")
    after_case: Mapped[BigInt] = mapped_column(default=0, server_default=text("0"))
    moved: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    switched_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
