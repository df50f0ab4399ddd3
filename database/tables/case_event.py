"""What happened to a case: append-only, hash-chained, without personal data.

written_by is the number of the writing transaction: a daily root covers what was written before its horizon.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, Json, one_of


class CaseEvent(Base):
    __tablename__ = "case_event"
    __table_args__ = (
        Index("ix_case_event_written_by", "written_by", postgresql_using="brin"),  # codespell:ignore brin
        one_of("actor_kind", "applicant", "officer", "supervisor", "administrator", "department", "engine"),
    )

    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str]
    actor: Mapped[str | None]
    actor_kind: Mapped[str]
    item_key: Mapped[str | None]
    step: Mapped[str | None]
    data: Mapped[Json] = mapped_column(default=dict, server_default=text("'{}'"))
    hash: Mapped[bytes]
    written_by: Mapped[BigInt] = mapped_column(server_default=text("((pg_current_xact_id())::text)::bigint"))
