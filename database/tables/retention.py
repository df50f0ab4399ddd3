"""How many months the partitions of a table are kept."""

from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base


class Retention(Base):
    __tablename__ = "retention"

    table_name: Mapped[str] = mapped_column(primary_key=True)
    months: Mapped[int]
