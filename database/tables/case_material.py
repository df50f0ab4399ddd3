"""Materials of a case, each version a row; `material` is the form key with its instance."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, one_of


class CaseMaterial(Base):
    __tablename__ = "case_material"
    __table_args__ = (
        UniqueConstraint("case_id", "material", "version"),
        one_of("source", "upload", "certificate", "commitment"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"))
    material: Mapped[str]
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    file_id: Mapped[UUID | None] = mapped_column(index=True)
    source: Mapped[str]
    reference: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
