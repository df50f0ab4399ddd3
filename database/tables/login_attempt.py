"""Sign-ins under way at the identity provider."""

from datetime import datetime

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import Base


class LoginAttempt(Base):
    __tablename__ = "login_attempt"

    state_hash: Mapped[bytes] = mapped_column(primary_key=True)
    nonce: Mapped[str]
    verifier: Mapped[str]
    return_to: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
