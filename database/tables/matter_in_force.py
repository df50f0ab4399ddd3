"""Which plan of a matter new cases get, from a day on; a region prefix may have its own."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base


class MatterInForce(Base):
    __tablename__ = "matter_in_force"

    matter: Mapped[str] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(primary_key=True, default="", server_default="")
    effective_from: Mapped[date] = mapped_column(primary_key=True)
    plan: Mapped[str] = mapped_column(ForeignKey("plan.name"))
    title_zh: Mapped[str]
    title_en: Mapped[str]
