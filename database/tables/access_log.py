"""Who read whose data, when and why. Append-only, a partition per month.

What was read for a draft names the draft, since its case is not there yet; a row is never changed.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base, BigInt


class AccessLog(Base):
    __tablename__ = "access_log"
    __table_args__ = ({"postgresql_partition_by": "RANGE (at)"},)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    at: Mapped[datetime] = mapped_column(primary_key=True, server_default=func.now())
    actor: Mapped[str | None]
    actor_kind: Mapped[str]
    case_id: Mapped[BigInt | None] = mapped_column(index=True)
    purpose: Mapped[str]
    route: Mapped[str]
    fields: Mapped[list[str]] = mapped_column(default=list, server_default=text("'{}'"))
    person_id: Mapped[UUID | None] = mapped_column(index=True)
    application_id: Mapped[UUID | None] = mapped_column(index=True)
    authorisation: Mapped[UUID | None]
