"""Money that a step waits for: what was expected, and what the treasury says came.

state: awaited; arrived (the whole sum); differs (another sum, nobody has decided yet); accepted (a supervisor
took it as it came); returned (it went back to the sender); closed (it is not expected any more).
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, one_of


class ExpectedMoney(Base):
    __tablename__ = "expected_money"
    __table_args__ = (one_of("state", "awaited", "arrived", "differs", "accepted", "returned", "closed"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), index=True)
    effect_key: Mapped[str] = mapped_column(unique=True)
    item_key: Mapped[str]
    amount_fen: Mapped[BigInt]
    arrived_fen: Mapped[BigInt | None]
    state: Mapped[str] = mapped_column(default="awaited", server_default="awaited")
    transaction_no: Mapped[str | None] = mapped_column(unique=True)
    expected_at: Mapped[datetime]
    arrived_at: Mapped[datetime | None]
