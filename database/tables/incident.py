"""What the engine could not do by itself, for a supervisor. detail holds no personal data."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, one_of

INCIDENT_KINDS = (
    "exhausted", "nonsense", "stuck", "overpaid", "reconciliation", "second_demand", "delivery", "archive",
    "calendar", "built_on_revoked", "data_sharing",
)  # fmt: skip


class Incident(Base):
    __tablename__ = "incident"
    __table_args__ = (
        Index("ix_incident_open", "opened_at", "id", postgresql_where=text("state = 'open'")),
        one_of("kind", *INCIDENT_KINDS),
        one_of("state", "open", "ended"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[BigInt | None] = mapped_column(ForeignKey("matter_case.id"), index=True)
    case_no: Mapped[str | None]
    effect_id: Mapped[BigInt | None] = mapped_column(ForeignKey("effect.id"), index=True)
    item_key: Mapped[str | None]
    department: Mapped[str | None]
    region: Mapped[str | None]
    kind: Mapped[str]
    reason: Mapped[str]
    detail: Mapped[str] = mapped_column(default="", server_default="")
    state: Mapped[str] = mapped_column(default="open", server_default="open")
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None]
    resolution: Mapped[str | None]
    resolution_text: Mapped[UUID | None]
