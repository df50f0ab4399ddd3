"""Which plan of a matter new cases get, from a day on and in a region; the latest word counts."""

from datetime import date

from sqlalchemy import ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt


class MatterInForce(Base):
    """`region` is a division code without its zeros, '' everywhere. `plan` None: this version was retired.

    In a place counts, of the rows whose region contains it, the one with the latest day, and of one day
    the one written last (`sequence`): a county may have a version first, and what is then published for
    the province holds in that county, too. Where the row that counts is of a version that was retired, the
    latest of those before it counts whose region is wider: a trial that ends leaves what holds around it.
    `version` None: a plan that belongs to no kept definition.
    """

    __tablename__ = "matter_in_force"
    __table_args__ = (Index("ix_matter_in_force_matter", "matter", "effective_from", "sequence"),)

    matter: Mapped[str]
    region: Mapped[str] = mapped_column(default="", server_default="")
    effective_from: Mapped[date]
    plan: Mapped[str | None] = mapped_column(ForeignKey("plan.name"))
    title_zh: Mapped[str]
    title_en: Mapped[str]
    version: Mapped[int | None]
    sequence: Mapped[BigInt] = mapped_column(Identity(), primary_key=True)
