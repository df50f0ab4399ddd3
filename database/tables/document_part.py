"""Which papers one merged paper is made of; each keeps its own number, validity and state."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt


class DocumentPart(Base):
    __tablename__ = "document_part"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    part_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), index=True)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), index=True)
