"""A statement that somebody signs with a certificate: of a draft, or of a consent to one, then of its case.

`ciphertext` holds what was shown and signed, the content behind it, and the signature: under the draft's
key, and from the submission on under the case's.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, one_of


class SignedStatement(Base):
    __tablename__ = "signed_statement"
    __table_args__ = (
        one_of("signer_kind", "person", "company"),
        one_of("state", "asked", "signed", "refused"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("matter_case.id"), index=True)
    part: Mapped[str]
    signer: Mapped[UUID]
    signer_kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="asked", server_default="asked")
    reason: Mapped[str | None]
    effect_key: Mapped[str] = mapped_column(unique=True)
    content_sha256: Mapped[str]
    statement_sha256: Mapped[str]
    asked_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    authority: Mapped[str | None]
    certificate_serial: Mapped[str | None]
    certificate_sha256: Mapped[str | None]
    signature_sha256: Mapped[str | None] = mapped_column(unique=True)
    ciphertext: Mapped[bytes]
