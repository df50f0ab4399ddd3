"""Who is recorded as dead, by the keyed hash of the number: also people who never had a row of `person`.

Made by an item that has this consequence, and taken back with that item's result. Times are legal time.
"""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt


class Death(Base):
    __tablename__ = "death"

    number_hash: Mapped[bytes] = mapped_column(primary_key=True)
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"), index=True)
    item_key: Mapped[str]
    recorded_at: Mapped[datetime]
