"""The sealed package of a case that is over. Manifest and missing: names, digests and counts only."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, Json


class ArchivePackage(Base):
    __tablename__ = "archive_package"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), unique=True)
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    sha256: Mapped[str]
    storage_key: Mapped[str]
    size: Mapped[BigInt]
    manifest: Mapped[Json]
    missing: Mapped[list[str]] = mapped_column(JSONB, default=list, server_default=text("'[]'"))
    complete: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    made_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
