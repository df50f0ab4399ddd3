"""One matter of one applicant. `doc` is the state that `advance` knows; the other columns are for finding it.

wake_wanted > wake_seen: the workflow has something to read. next_due_at: the earliest deadline with a
legal effect (legal time). joint_due_at and joint_light: the limit of departments that handle the case
together, while it runs. relay_after: not before this real time. password_hash opens /track.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, Json, SmallInt, one_of


class MatterCase(Base):
    __tablename__ = "matter_case"
    __table_args__ = (
        Index("ix_matter_case_awake", "id", postgresql_where=text("wake_seen < wake_wanted")),
        Index("ix_matter_case_next_due_at", "next_due_at", postgresql_where=text("next_due_at IS NOT NULL")),
        Index(
            "ix_matter_case_joint_due_at", "joint_due_at", postgresql_where=text("joint_due_at IS NOT NULL")
        ),
        one_of("joint_light", "none", "green", "yellow", "red"),
        Index("ix_matter_case_applicant", "applicant", "id"),
        Index("ix_matter_case_parties", "parties", postgresql_using="gin"),
        Index("ix_matter_case_submitted_at", "submitted_at", "id"),
    )

    id: Mapped[BigInt] = mapped_column(Identity(), primary_key=True)
    case_no: Mapped[str] = mapped_column(unique=True)
    plan: Mapped[str] = mapped_column(ForeignKey("plan.name"), index=True)
    matter: Mapped[str]
    region: Mapped[str]
    channel: Mapped[str]
    applicant: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    parties: Mapped[list[UUID]]
    application: Mapped[UUID | None] = mapped_column(unique=True)
    standing: Mapped[str] = mapped_column(default="open", server_default="open")
    departments: Mapped[list[str]]
    regions: Mapped[list[str]]
    doc: Mapped[Json]
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    submitted_at: Mapped[datetime]
    promised_at: Mapped[datetime | None]
    expected_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    password_hash: Mapped[str]
    event_count: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    event_head: Mapped[bytes | None]
    wake_wanted: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    wake_seen: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    timer_at: Mapped[datetime | None]
    next_due_at: Mapped[datetime | None]
    relay_after: Mapped[datetime | None]
    relay_tries: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    receive_region: Mapped[str | None]
    archived_at: Mapped[datetime | None]
    priority: Mapped[SmallInt] = mapped_column(default=0, server_default=text("0"))
    joint_due_at: Mapped[datetime | None]
    joint_light: Mapped[str] = mapped_column(default="none", server_default="none")
    authorisation: Mapped[UUID | None] = mapped_column(index=True)
