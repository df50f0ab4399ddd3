"""What was done to a definition: by whom, when, why. Rows never change."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Identity, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, Json, one_of


class DefinitionEvent(Base):
    """`by` None: the project itself. `at` is legal time. The newest `published` or `retired` one tells the
    processes that what they keep of the catalogue is old."""

    __tablename__ = "definition_event"
    __table_args__ = (
        one_of("act", "created", "edited", "checked", "discarded", "published", "republished", "retired"),
        Index("ix_definition_event_code", "kind", "code", "version"),
        Index(
            "ix_definition_event_catalogue",
            "id",
            postgresql_where=text("act IN ('published', 'retired')"),
        ),
    )

    id: Mapped[BigInt] = mapped_column(Identity(always=True), primary_key=True)
    kind: Mapped[str]
    code: Mapped[str]
    version: Mapped[int]
    act: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[UUID | None]
    reason: Mapped[str | None]
    data: Mapped[Json] = mapped_column(JSONB, server_default=text("'{}'"))
