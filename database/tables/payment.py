"""Money demanded from an applicant, and what the provider says of it."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, one_of


class Payment(Base):
    __tablename__ = "payment"
    __table_args__ = (one_of("state", "open", "paid", "failed", "expired", "refund_open", "refunded"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), index=True)
    effect_key: Mapped[str] = mapped_column(unique=True)
    item_key: Mapped[str]
    amount_fen: Mapped[BigInt]
    state: Mapped[str] = mapped_column(default="open", server_default="open")
    provider_reference: Mapped[str | None] = mapped_column(unique=True)
    pay_url: Mapped[str | None]
    demanded_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
