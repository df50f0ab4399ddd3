"""Which uploaded file stands for which material of a draft."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base


class ApplicationMaterial(Base):
    __tablename__ = "application_material"
    __table_args__ = (UniqueConstraint("application_id", "material"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    material: Mapped[str]
    file_id: Mapped[UUID] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
