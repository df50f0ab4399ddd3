"""Several open demands of a case paid at once: one order at the provider, one line for each payment."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, one_of


class PaymentOrder(Base):
    __tablename__ = "payment_order"
    __table_args__ = (one_of("state", "open", "paid", "failed", "closed"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), index=True)
    effect_key: Mapped[str] = mapped_column(unique=True)
    amount_fen: Mapped[BigInt]
    state: Mapped[str] = mapped_column(default="open", server_default="open")
    pay_url: Mapped[str | None]
    opened_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]


class PaymentOrderLine(Base):
    __tablename__ = "payment_order_line"

    order_id: Mapped[UUID] = mapped_column(ForeignKey("payment_order.id"), primary_key=True)
    payment_id: Mapped[UUID] = mapped_column(ForeignKey("payment.id"), primary_key=True, index=True)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), index=True)
    amount_fen: Mapped[BigInt]
