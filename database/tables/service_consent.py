"""Whether a person takes notices electronically; `version` of the words that were agreed to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base


class ServiceConsent(Base):
    __tablename__ = "service_consent"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    given: Mapped[bool]
    at: Mapped[datetime]
    version: Mapped[str]
