"""Every use of a seal: which paper, by whom, and the digests before and after."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt


class SealUse(Base):
    __tablename__ = "seal_use"

    effect_key: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), index=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), index=True)
    issuer: Mapped[str]
    digest_before: Mapped[str]
    digest_after: Mapped[str]
    certificate_serial: Mapped[str]
    sealed_at: Mapped[datetime]
