"""Published plans, named by the SHA-256 of their document. Rows never change."""

from datetime import datetime

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base


class PlanRow(Base):
    __tablename__ = "plan"

    name: Mapped[str] = mapped_column(primary_key=True)
    document: Mapped[str]
    matter: Mapped[str] = mapped_column(index=True)
    format: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
