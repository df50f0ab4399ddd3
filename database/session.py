"""Transactions: the only place that commits, and where PostgreSQL learns who is asking.

Every transaction starts with one statement that sets the role and the identity for this transaction
only, so a pooled connection never carries one person's identity to the next.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

import psycopg
from sqlalchemy import TextClause, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from database.connection import NOTHING, Connection, Statement
from refusals import Busy

LOCK_TIMEOUT = "2s"
POOL_TIMEOUT_SECONDS = 10
DEFAULT_POOL_SIZE = 10

Role = Literal["reader", "engine"]
StaffRole = Literal["officer", "window", "supervisor", "administrator"]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a transaction is for; row-level security decides by it.

    role `reader` sees what the person or the member of staff may see; `engine` sees all.
    department: `kind@region`; region: 12 digits.
    """

    role: Role = "reader"
    person: UUID | None = None
    officer: UUID | None = None
    staff_role: StaffRole | None = None
    department: str | None = None
    region: str | None = None


ENGINE = Identity(role="engine")
NOBODY = Identity()

_ENTER = text(
    "SELECT set_config('role', :role, true), set_config('lock_timeout', :lock_timeout, true),"
    " set_config('app.person', :person, true), set_config('app.officer', :officer, true),"
    " set_config('app.role', :staff_role, true), set_config('app.department', :department, true),"
    " set_config('app.region', :region, true)"
)
_BECOME: dict[Role, TextClause] = {
    "reader": text("SET LOCAL ROLE onematter_reader"),
    "engine": text("SET LOCAL ROLE onematter_engine"),
}
READING_LEGAL_NOW: Statement = (text("SELECT now() + clock_offset FROM installation"), NOTHING)


class NotInstalled(Exception):
    """The database was never seeded: it has no installation row."""


def make_engine(url: str, *, pool_size: int = DEFAULT_POOL_SIZE) -> AsyncEngine:
    """Connections of one process. No overflow: beyond `pool_size` callers wait their turn.

    They are for `transaction`: outside it each statement commits by itself (`database/connection.py`).
    """
    return create_async_engine(
        url,
        connect_args={"autocommit": True},
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT_SECONDS,
        pool_reset_on_return=None,  # every transaction ends itself (`database/connection.py`)
        hide_parameters=True,  # an error would otherwise carry personal data into the log
    )


@asynccontextmanager
async def transaction(engine: AsyncEngine, identity: Identity) -> AsyncIterator[Connection]:
    """One transaction as `identity`; commits when the block ends, rolls back when it raises.

    Raises Busy (503) when a lock, a connection or the database cannot be had in time.
    """
    try:
        async with Connection(engine) as connection, connection.begin():
            connection.role = identity.role
            connection.send_with_next(_ENTER, _settings(identity))
            yield connection
    except (DBAPIError, PoolExhausted) as error:
        if _is_busy(error):
            raise Busy from error
        raise


def become_engine(connection: Connection) -> None:
    """From here to the end of the transaction with the engine's rights.

    Call it only after the act was authorised by what the reader could see.
    """
    _become(connection, "engine")


def become_reader(connection: Connection) -> None:
    """Back to the rights of whom the transaction is for."""
    _become(connection, "reader")


def _become(connection: Connection, role: Role) -> None:
    if connection.role != role:
        connection.role = role
        connection.send_with_next(_BECOME[role])


async def legal_now(connection: AsyncConnection) -> datetime:
    """Legal time of this transaction: its start plus the installation's clock offset."""
    moment = (await connection.execute(*READING_LEGAL_NOW)).scalar_one_or_none()
    if moment is None:
        raise NotInstalled("the installation row is missing: run `onematter migrate`")
    return moment


def _settings(identity: Identity) -> dict[str, str]:
    return {
        "role": f"onematter_{identity.role}",
        "lock_timeout": LOCK_TIMEOUT,
        "person": str(identity.person or ""),
        "officer": str(identity.officer or ""),
        "staff_role": identity.staff_role or "",
        "department": identity.department or "",
        "region": identity.region or "",
    }


def _is_busy(error: DBAPIError | PoolExhausted) -> bool:
    """Operational errors (lock timeout, deadlock, connection lost, shutdown) are nobody's mistake."""
    return isinstance(error, PoolExhausted) or isinstance(error.orig, psycopg.OperationalError)
