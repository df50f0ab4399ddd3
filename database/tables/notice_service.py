"""One attempt to tell a person something that has an effect in law. `told_at` once it is proved.

nth: which channel of the chain; must_by: told by then, or the next channel is taken; effect_key: None for a
channel that was not needed so far; notice: the number of a correction notice.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, one_of


class NoticeService(Base):
    __tablename__ = "notice_service"
    __table_args__ = (
        Index("ix_notice_service_open", "must_by", postgresql_where=text("state IN ('planned', 'sent')")),
        one_of("state", "planned", "sent", "delivered", "failed", "given_up"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), index=True)
    item_key: Mapped[str | None]
    notice: Mapped[int | None]
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    event: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    legal: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    channel: Mapped[str]
    nth: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    effect_key: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="planned", server_default="planned")
    proof: Mapped[str | None]
    told_at: Mapped[datetime | None]
    must_by: Mapped[datetime | None]
    created_at: Mapped[datetime]
