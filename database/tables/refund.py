"""Money on its way back to the account that paid it. An effect of kind refund has one."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, one_of


class Refund(Base):
    __tablename__ = "refund"
    __table_args__ = (one_of("state", "planned", "done", "refused", "cancelled"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), index=True)
    payment_id: Mapped[UUID] = mapped_column(ForeignKey("payment.id"), index=True)
    effect_key: Mapped[str] = mapped_column(unique=True)
    item_key: Mapped[str]
    amount_fen: Mapped[BigInt]
    reason: Mapped[str]
    state: Mapped[str] = mapped_column(default="planned", server_default="planned")
    requested_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    provider_reference: Mapped[str | None] = mapped_column(unique=True)
