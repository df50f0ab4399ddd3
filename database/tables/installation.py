"""The one row that says which installation this is; its id is part of queue names and workflow ids."""

from datetime import datetime, timedelta

from sqlalchemy import func, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base


class Installation(Base):
    __tablename__ = "installation"

    id: Mapped[str] = mapped_column(primary_key=True)
    clock_offset: Mapped[timedelta] = mapped_column(server_default=text("'0'"))
    is_local: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
