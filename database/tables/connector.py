"""The breaker and token bucket of a department's system, shared by all workers; addresses are settings."""

from datetime import datetime

from sqlalchemy import func, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, one_of


class Connector(Base):
    __tablename__ = "connector"
    __table_args__ = (one_of("breaker_state", "closed", "open", "half_open"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    breaker_state: Mapped[str] = mapped_column(default="closed", server_default="closed")
    failures: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    open_until: Mapped[datetime | None]
    tokens: Mapped[float] = mapped_column(default=50.0, server_default=text("50"))
    refilled_at: Mapped[datetime] = mapped_column(server_default=func.now())
    rate: Mapped[float] = mapped_column(default=50.0, server_default=text("50"))
    burst: Mapped[int] = mapped_column(default=50, server_default=text("50"))
