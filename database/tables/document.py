"""Papers: notices and results, encrypted with the case's key; verify_code is in the paper's QR code.

state drawn: not sealed yet; replaced: a rectified one (`replaced_by`) has taken its place; suspended: not to
be used for now.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, one_of


class Document(Base):
    __tablename__ = "document"
    __table_args__ = (one_of("state", "drawn", "valid", "expired", "revoked", "replaced", "suspended"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), index=True)
    item_key: Mapped[str | None]
    effect_key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    template: Mapped[str]
    template_version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    title_zh: Mapped[str]
    title_en: Mapped[str]
    number: Mapped[str | None]
    verify_code: Mapped[str] = mapped_column(unique=True)
    sha256: Mapped[str]
    ciphertext: Mapped[bytes]
    issuer: Mapped[str]
    holder_masked: Mapped[str | None]
    issued_at: Mapped[datetime]
    valid_to: Mapped[date | None]
    state: Mapped[str] = mapped_column(default="valid", server_default="valid")
    step: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="zh", server_default="zh")
    archive_code: Mapped[str | None]
    sealed: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    sealed_at: Mapped[datetime | None]
    signer: Mapped[str | None]
    replaces: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    replaced_by: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
