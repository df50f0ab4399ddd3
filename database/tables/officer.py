"""People of the offices: officers, window clerks, supervisors, administrators.

rank: 1 decides, 2 and more decides above others of the same department.
"""

from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, SmallInt, one_of


class Officer(Base):
    __tablename__ = "officer"
    __table_args__ = (one_of("role", "officer", "window", "supervisor", "administrator"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    subject: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    department: Mapped[str | None]
    region: Mapped[str | None]
    rank: Mapped[SmallInt] = mapped_column(default=1, server_default=text("1"))
