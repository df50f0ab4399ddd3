"""What a person thinks of how a case or an item went, 1 to 5. excluded_at: it stays, and is not counted."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, SmallInt


class Rating(Base):
    __tablename__ = "rating"
    __table_args__ = (UniqueConstraint("case_id", "item_key", "node", postgresql_nulls_not_distinct=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"))
    item_key: Mapped[str | None]
    node: Mapped[str]
    score: Mapped[SmallInt]
    options: Mapped[list[str]] = mapped_column(default=list, server_default=text("'{}'"))
    text: Mapped[UUID | None]
    person: Mapped[UUID]
    created_at: Mapped[datetime]
    excluded_at: Mapped[datetime | None]
