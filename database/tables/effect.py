"""Something to do outside, exactly once as seen from there.

key: subject, step and round. lease_until is real time; try_after and look_after are legal time.
subject: a case number, or `application/<id>`, `ticket/<id>` for what belongs to no case.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, one_of


class Effect(Base):
    __tablename__ = "effect"
    __table_args__ = (
        Index("ix_effect_case", "case_id"),
        Index(
            "ix_effect_open",
            "case_id",
            postgresql_where=text("state IN ('planned', 'attempted', 'awaiting')"),
        ),
        Index("ix_effect_subject", "subject", postgresql_where=text("case_id IS NULL")),
        Index(
            "ix_effect_try_after",
            "try_after",
            postgresql_where=text("state IN ('planned', 'attempted', 'awaiting')"),
        ),
        one_of("state", "planned", "attempted", "awaiting", "answered", "incident", "unwanted"),
    )

    id: Mapped[BigInt] = mapped_column(Identity(), primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    case_id: Mapped[BigInt | None] = mapped_column(ForeignKey("matter_case.id"))
    subject: Mapped[str]
    item_key: Mapped[str | None]
    step: Mapped[str]
    round: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    kind: Mapped[str]
    connector: Mapped[str | None]
    quick: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    template: Mapped[str | None]
    recipient: Mapped[str | None]
    channel: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="planned", server_default="planned")
    tries: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    lease_until: Mapped[datetime | None]
    try_after: Mapped[datetime | None]
    look_after: Mapped[datetime | None]
    outcome: Mapped[str | None]
    reason: Mapped[str | None]
    reference: Mapped[str | None]
    answer: Mapped[bytes | None]
    compensates: Mapped[str | None]
    planned_at: Mapped[datetime]
    attempted_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
