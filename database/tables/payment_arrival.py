"""Money that came for a payment, each transaction of the provider once, however often it is told."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt


class PaymentArrival(Base):
    __tablename__ = "payment_arrival"
    __table_args__ = (UniqueConstraint("payment_id", "transaction_no"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), index=True)
    payment_id: Mapped[UUID] = mapped_column(ForeignKey("payment.id"))
    transaction_no: Mapped[str]
    amount_fen: Mapped[BigInt]
    arrived_at: Mapped[datetime]
