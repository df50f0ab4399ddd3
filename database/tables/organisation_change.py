"""Who changed what of the organisation, when and why; rows are added and never altered.

fields: {"region": ["330106000000", "330110000000"]}, before and after; of a person's name only that it
changed. actor None: the first administrator made himself known, or a day has come.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Identity, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, Json


class OrganisationChange(Base):
    __tablename__ = "organisation_change"
    __table_args__ = (Index("ix_organisation_change_register", "register", "key", "id"),)

    id: Mapped[BigInt] = mapped_column(Identity(), primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    actor: Mapped[UUID | None]
    register: Mapped[str]
    key: Mapped[str]
    act: Mapped[str]
    reason: Mapped[str]
    fields: Mapped[Json]
