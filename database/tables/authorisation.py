"""Who may act for whom: granted by the principal, or recorded at a window from a signed paper.

`agent` None: nobody with that number (`agent_hash`) has signed in yet. Who both are is encrypted with the
row's own key. `matters` empty: all. Times are legal time.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, one_of


class Authorisation(Base):
    __tablename__ = "authorisation"
    __table_args__ = (
        Index("ix_authorisation_principal_agent", "principal", "agent"),
        one_of("kind", "agent", "guardian"),
        one_of("origin", "online", "window"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(default="agent", server_default="agent")
    principal: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    agent: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    agent_hash: Mapped[bytes | None]
    matters: Mapped[list[str]] = mapped_column(default=list, server_default=text("'{}'"))
    actions: Mapped[list[str]]
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    assurance: Mapped[str]
    origin: Mapped[str] = mapped_column(default="online", server_default="online")
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    evidence: Mapped[UUID | None] = mapped_column(ForeignKey("stored_file.id"))
    evidence_kind: Mapped[str | None]
    ciphertext: Mapped[bytes]
    wrapped_key: Mapped[bytes | None]
    kid: Mapped[str | None]
    granted_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
