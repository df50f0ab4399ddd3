"""The form of a case, each version whole: JSON answers, values, delivery, encrypted with the case's key."""

from datetime import datetime

from sqlalchemy import ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt


class CaseForm(Base):
    __tablename__ = "case_form"

    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    ciphertext: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
