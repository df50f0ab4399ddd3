"""Letters and cards on their way."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, Json


class Parcel(Base):
    __tablename__ = "parcel"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), index=True)
    item_key: Mapped[str | None]
    effect_key: Mapped[str] = mapped_column(unique=True)
    parcel_no: Mapped[str | None]
    state: Mapped[str]
    progress: Mapped[list[Json]] = mapped_column(JSONB, default=list, server_default=text("'[]'"))
    sent_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
