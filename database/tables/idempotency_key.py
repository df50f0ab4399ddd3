"""Answers already given to a write, for a day. A partition per month.

The day (UTC) is part of the key because a partitioned table cannot have a unique key without it.
"""

from datetime import date, datetime

from sqlalchemy import func, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, Json


class IdempotencyKey(Base):
    __tablename__ = "idempotency_key"
    __table_args__ = ({"postgresql_partition_by": "RANGE (day)"},)

    actor: Mapped[str] = mapped_column(primary_key=True)
    route: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(
        primary_key=True, server_default=text("((now() AT TIME ZONE 'UTC')::date)")
    )
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    body_hash: Mapped[bytes]
    status: Mapped[int | None]
    answer: Mapped[bytes | None]
    answer_headers: Mapped[Json | None]
