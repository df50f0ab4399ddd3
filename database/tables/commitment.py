"""A commitment that an applicant signed: to hand something in later, or in place of a proof.

`text_version`: the plan's name and the commitment's code; with `statement_sha256` it says which words
were signed.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, one_of


class Commitment(Base):
    __tablename__ = "commitment"
    __table_args__ = (
        UniqueConstraint("case_id", "item_key", "code"),
        one_of("kind", "late_supply", "replaces_proof"),
        one_of("standing", "open", "supplied", "kept", "missed", "failed", "ordered", "heard", "settled"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"))
    item_key: Mapped[str]
    code: Mapped[str]
    kind: Mapped[str]
    text_version: Mapped[str]
    statement_sha256: Mapped[str]
    signer: Mapped[UUID]
    signed_at: Mapped[datetime]
    targets: Mapped[list[str]]
    until: Mapped[datetime | None]
    verify_until: Mapped[datetime | None]
    standing: Mapped[str] = mapped_column(default="open", server_default="open")
    reminded: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    supplied_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[UUID | None]
    outcome: Mapped[str | None]
