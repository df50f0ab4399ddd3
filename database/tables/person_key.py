"""The wrapped key of a person's data; deleting the row makes the data unreadable for ever."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base


class PersonKey(Base):
    __tablename__ = "person_key"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    wrapped: Mapped[bytes]
    kid: Mapped[str]
