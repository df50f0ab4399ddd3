"""The one-time code by which the first administrator of an installation makes himself known; real time."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base


class SetupCode(Base):
    __tablename__ = "setup_code"

    code_hash: Mapped[bytes] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
