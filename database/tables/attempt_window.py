"""How often something was tried in a window of time."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base


class AttemptWindow(Base):
    __tablename__ = "attempt_window"

    key: Mapped[str] = mapped_column(primary_key=True)
    window_start: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    count: Mapped[int] = mapped_column(default=0, server_default=text("0"))
