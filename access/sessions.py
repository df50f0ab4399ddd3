"""Signed-in browsers: an opaque random cookie here, its SHA-256 and what it stands for in `session`.

Real time throughout. A session ends after `IDLE` without a request, at the latest after `ABSOLUTE`, and a
sign-in always gets a new one (so a planted cookie gains nothing).
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from access.actor import Actor, level_of
from database.tables.session import SESSION_IDLE as IDLE
from database.tables.session import Session

ABSOLUTE = timedelta(hours=10)
# `last_seen_at` is written at most this often: a page that is read is not a row that is written.
SEEN_AGAIN_AFTER = timedelta(minutes=2)
_ACTING_FOR = "acting_for"


@dataclass(frozen=True, slots=True)
class OpenSession:
    """`id_hash` names the row; `csrf_token` belongs into every form of this session. `acting_for`: the
    authorisation by which its person acts for another until he changes back."""

    id_hash: bytes
    subject: str
    person_id: UUID | None
    officer_id: UUID | None
    assurance: str
    csrf_token: str
    last_seen_at: datetime
    expires_at: datetime
    acting_for: UUID | None = None


async def start_session(connection: AsyncConnection, actor: Actor, *, now: datetime) -> str:
    """The cookie's value (256 random bits); it is nowhere else."""
    cookie = secrets.token_urlsafe(32)
    row = {
        "id_hash": hash_of(cookie),
        "subject": actor.subject,
        "person_id": actor.person_id,
        "officer_id": actor.officer_id,
        "assurance": actor.assurance,
        "csrf_secret": secrets.token_bytes(32),
        "created_at": now,
        "last_seen_at": now,
        "expires_at": now + ABSOLUTE,
    }
    await connection.execute(insert(Session).values(row))
    return cookie


async def find_session(connection: AsyncConnection, cookie: str, *, now: datetime) -> OpenSession | None:
    row = (
        await connection.execute(
            select(Session.__table__).where(
                Session.id_hash == hash_of(cookie),
                Session.expires_at > now,
                Session.last_seen_at > now - IDLE,
            )
        )
    ).one_or_none()
    if row is None:
        return None
    return OpenSession(
        id_hash=row.id_hash,
        subject=row.subject,
        person_id=row.person_id,
        officer_id=row.officer_id,
        assurance=level_of(row.assurance),
        csrf_token=csrf_token_of(row.csrf_secret),
        last_seen_at=row.last_seen_at,
        expires_at=row.expires_at,
        acting_for=UUID(chosen) if (chosen := row.data.get(_ACTING_FOR)) else None,
    )


async def choose_whom_to_act_for(
    connection: AsyncConnection, session: OpenSession, authorisation: UUID | None
) -> None:
    """None: for himself again. The caller has looked whether the authorisation is in force."""
    data = {} if authorisation is None else {_ACTING_FOR: str(authorisation)}
    await connection.execute(update(Session).where(Session.id_hash == session.id_hash).values(data=data))


async def record_seen(connection: AsyncConnection, session: OpenSession, *, now: datetime) -> None:
    if now - session.last_seen_at >= SEEN_AGAIN_AFTER:
        statement = update(Session).where(Session.id_hash == session.id_hash).values(last_seen_at=now)
        await connection.execute(statement)


async def end_session(connection: AsyncConnection, cookie: str) -> None:
    await connection.execute(delete(Session).where(Session.id_hash == hash_of(cookie)))


def hash_of(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def csrf_token_of(csrf_secret: bytes) -> str:
    """HMAC of a fixed word under the session's own secret: nothing to store, useless in another session."""
    digest = hmac.new(csrf_secret, b"csrf", hashlib.sha256).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
