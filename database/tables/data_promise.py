"""The data-sharing responsibility list (数据共享责任清单): who supplies what to whom, how fresh, how fast.

One row for each element that a call of a connector gives. supplier: the kind of department that owns the
element; receivers: the kinds that need it. answer_within in seconds; found_percent: of a day's questions how
many must find something; fresh_days: how old what is given may be, None: nothing promised.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base


class DataPromise(Base):
    __tablename__ = "data_promise"

    connector: Mapped[str] = mapped_column(primary_key=True)
    call: Mapped[str] = mapped_column(primary_key=True)
    element: Mapped[str] = mapped_column(primary_key=True)
    supplier: Mapped[str]
    receivers: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    fresh_days: Mapped[int | None]
    answer_within: Mapped[int]
    found_percent: Mapped[int]
    basis_zh: Mapped[str]
    basis_en: Mapped[str]
    in_force: Mapped[bool] = mapped_column(server_default=text("true"))
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    changed_by: Mapped[UUID | None]
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())
