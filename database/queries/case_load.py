"""Locking a case and reading all that an act needs, in two statements.

The lock is a statement of its own: what the second one reads has a snapshot taken after the wait for the
lock, so it sees what the holder before has committed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from database.connection import Connection

_LOCK = "SELECT id FROM matter_case WHERE {} FOR NO KEY UPDATE"
_LOCK_BY_ID = text(_LOCK.format("id = :case"))
_LOCK_BY_NUMBER = text(_LOCK.format("case_no = :case"))

# Legal time never runs backwards within a case: a transaction that waited for the lock began before the
# one it waited for, and PostgreSQL's now() is the beginning.
_LOAD_WHERE = """
    SELECT c.id, c.case_no, c.plan, c.matter, c.region, c.applicant, c.parties, c.application, c.doc,
           c.version, c.event_count, c.event_head, c.next_due_at, c.timer_at, c.priority,
           k.wrapped, k.kid, f.version AS form_version, f.ciphertext AS form,
           greatest(now() + i.clock_offset, e.at) AS legal_now,
           greatest((SELECT max(published_at) FROM calendar_year),
               (SELECT max(published_at) FROM calendar_publication)) AS calendar_version,
           c.authorisation
    FROM matter_case c
    CROSS JOIN installation i
    LEFT JOIN case_key k ON k.case_id = c.id
    LEFT JOIN case_event e ON e.case_id = c.id AND e.number = c.event_count
    LEFT JOIN LATERAL (
        SELECT version, ciphertext FROM case_form WHERE case_id = c.id ORDER BY version DESC LIMIT 1
    ) f ON true
    WHERE c.{}
"""
_LOAD_BY_ID = text(_LOAD_WHERE.format("id = :case"))
_LOAD_BY_NUMBER = text(_LOAD_WHERE.format("case_no = :case"))


@dataclass(frozen=True, slots=True)
class CaseRow:
    id: int
    case_no: str
    plan: str
    matter: str
    region: str
    applicant: UUID
    parties: list[UUID]
    application: UUID | None
    doc: dict[str, Any]
    version: int
    event_count: int
    event_head: bytes | None
    next_due_at: datetime | None
    timer_at: datetime | None
    priority: int
    wrapped: bytes | None
    kid: str | None
    form_version: int | None
    form: bytes | None
    legal_now: datetime
    calendar_version: datetime | None
    authorisation: UUID | None = None


async def lock_and_load_case(connection: Connection, case: int | str) -> CaseRow | None:
    """Locks the case (an id or a case number) against other acts and reads it; None: no such case."""
    by_id = isinstance(case, int)
    lock, load = (_LOCK_BY_ID, _LOAD_BY_ID) if by_id else (_LOCK_BY_NUMBER, _LOAD_BY_NUMBER)
    which = {"case": case}
    _, loaded = await connection.execute_together((lock, which), (load, which))
    row = loaded.one_or_none()
    return CaseRow(*row) if row else None


async def load_case(connection: Connection, case_id: int) -> CaseRow:
    return CaseRow(*(await connection.execute(_LOAD_BY_ID, {"case": case_id})).one())
