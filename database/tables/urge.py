"""An applicant asked where the case stays."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt


class Urge(Base):
    __tablename__ = "urge"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), index=True)
    by: Mapped[UUID]
    note: Mapped[UUID | None]
    at: Mapped[datetime]
