"""People of the offices: officers, window clerks, supervisors, administrators."""

from uuid import UUID, uuid4

from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, one_of


class Officer(Base):
    __tablename__ = "officer"
    __table_args__ = (one_of("role", "officer", "window", "supervisor", "administrator"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    subject: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    department: Mapped[str | None]
    region: Mapped[str | None]
