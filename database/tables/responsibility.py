"""Which department does an item in a region; the longest matching region prefix wins."""

from sqlalchemy import ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base


class Responsibility(Base):
    __tablename__ = "responsibility"

    item: Mapped[str] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(primary_key=True)
    department: Mapped[str] = mapped_column(ForeignKey("department.code"))
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
