"""What officers found that a person did, while it keeps him from making commitments.

It is proposed first and holds from `from_day` on, once an officer and a superior have signed it.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt, one_of


class PersonFlag(Base):
    """`commitment`: the code of the one that was broken; `reason` refers to a stored text or is a code."""

    __tablename__ = "person_flag"
    __table_args__ = (
        UniqueConstraint("case_id", "item_key", "commitment", "kind"),
        one_of("kind", "false_promise", "concealment", "fraud"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    case_id: Mapped[BigInt] = mapped_column(ForeignKey("matter_case.id"))
    item_key: Mapped[str]
    commitment: Mapped[str]
    reason: Mapped[str]
    proposed_at: Mapped[datetime]
    signed_by: Mapped[UUID | None]
    countersigned_by: Mapped[UUID | None]
    from_day: Mapped[date | None]
    until_day: Mapped[date | None]
    lifted_at: Mapped[datetime | None]
