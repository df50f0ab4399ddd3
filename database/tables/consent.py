"""Another person's yes or no to a draft; the digest is of what was shown.

`code` is `father`, or of one of several people his place among them: `heirs.2`.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, one_of


class Consent(Base):
    __tablename__ = "consent"
    __table_args__ = (one_of("state", "asked", "given", "refused", "expired", "void"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), index=True)
    code: Mapped[str]
    subject: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(index=True)
    number_hash: Mapped[bytes | None] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(default="asked", server_default="asked")
    digest: Mapped[bytes]
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    token_hash: Mapped[bytes | None] = mapped_column(unique=True)
