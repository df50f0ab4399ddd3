"""The items of a case as lists and dashboards read them. due_at: of the clock that runs now.

receive_region: where it was taken in, when that is not where it is decided; extended_to: the moved limit.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, one_of


class CaseItem(Base):
    __tablename__ = "case_item"
    __table_args__ = (
        Index("ix_case_item_department_due_at", "department", "due_at", "case_id"),
        Index(
            "ix_case_item_due_at",
            "due_at",
            "case_id",
            postgresql_where=text("due_at IS NOT NULL AND decided_at IS NULL"),
        ),
        Index(
            "ix_case_item_delivery_due_at",
            "delivery_due_at",
            "case_id",
            postgresql_where=text("delivery_due_at IS NOT NULL AND delivered_at IS NULL"),
        ),
        one_of("light", "none", "green", "yellow", "red"),
    )

    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    case_no: Mapped[str]
    number: Mapped[int]
    code: Mapped[str]
    title_zh: Mapped[str]
    title_en: Mapped[str]
    department: Mapped[str]
    region: Mapped[str]
    standing: Mapped[str]
    waiting_for: Mapped[list[str]] = mapped_column(default=list, server_default=text("'{}'"))
    received_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    statutory_at: Mapped[datetime | None]
    provisional: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    paused: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    light: Mapped[str] = mapped_column(default="none", server_default="none")
    reason: Mapped[str | None]
    receive_region: Mapped[str | None]
    extended_to: Mapped[datetime | None]
    delivery_due_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
