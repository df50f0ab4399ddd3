"""What people wrote about a case, encrypted with the case's key; events refer to it by id."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt


class CaseText(Base):
    __tablename__ = "case_text"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), index=True)
    kind: Mapped[str]
    ciphertext: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
