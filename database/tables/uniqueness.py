"""What an open or granted item has taken (one registration per birth record), as a keyed digest."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt


class Uniqueness(Base):
    __tablename__ = "uniqueness"

    item: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(primary_key=True)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), index=True)
    item_key: Mapped[str]
    parties: Mapped[list[UUID]]
