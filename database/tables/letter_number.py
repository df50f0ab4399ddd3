"""The last number that a department has given to a letter of a year; taken under the row's lock."""

from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base


class LetterNumber(Base):
    __tablename__ = "letter_number"

    department: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
