"""People of the offices: officers, window clerks, supervisors, administrators.

rank: 1 decides, 2 and more decides above others of the same department. role to items are those of `post`,
where he holds one; with several it is the one that he chose. valid_to: the first day on which he is not
here any more; `heir` then gets his open tasks (None: the group).
"""

from datetime import date
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
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    heir: Mapped[UUID | None]
    post: Mapped[str | None]
    items: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
