"""The wrapped key of a case's personal texts and values; deleting the row makes them unreadable for ever."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt


class CaseKey(Base):
    __tablename__ = "case_key"

    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), primary_key=True)
    wrapped: Mapped[bytes]
    kid: Mapped[str]
