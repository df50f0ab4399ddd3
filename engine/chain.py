"""The chain of a case's events: each hash covers the event and the hash before it.

Events hold codes, references and salted digests, never personal texts or values, so the chain still
verifies after these were lawfully destroyed.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from engine.who import Who
from matter_definitions.consequences import Event

_INSERT = text("""
    INSERT INTO case_event (case_id, number, at, kind, actor, actor_kind, item_key, step, data, hash)
    VALUES (:case_id, :number, :at, :kind, :actor, :actor_kind, :item_key, :step, CAST(:data AS jsonb), :hash)
""")


def chained(
    case_id: int,
    first_number: int,
    head: bytes | None,
    events: Sequence[tuple[Who, Event]],
) -> tuple[list[dict[str, Any]], bytes | None]:
    """Rows of events, each with who caused it, under consecutive numbers; and the new head.

    The caller has locked the case, passes the number after its `event_count`, writes the rows and stores
    count and head.
    """
    rows: list[dict[str, Any]] = []
    for number, (who, event) in enumerate(events, start=first_number):
        row = _row_of(event, who=who, number=number)
        head = hash_of(row, case_id=case_id, previous=head)
        rows.append({**row, "hash": head})
    return rows, head


async def append_events(
    connection: AsyncConnection,
    case_id: int,
    first_number: int,
    head: bytes | None,
    events: Sequence[tuple[Who, Event]],
) -> bytes | None:
    """Writes them by themselves, and gives the new head; for what changes nothing else of the case."""
    rows, head = chained(case_id, first_number, head, events)
    if rows:
        written = [{**row, "case_id": case_id, "data": json.dumps(row["data"])} for row in rows]
        await connection.execute(_INSERT, written)
    return head


def hash_of(row: Mapping[str, Any], *, case_id: int, previous: bytes | None) -> bytes:
    """SHA-256 over the previous hash and the event's canonical JSON; 32 bytes.

    `row` has the columns of `case_event`. A first event stands on its case's number, so that a whole
    chain cannot be moved to another case.
    """
    return hashlib.sha256((previous or _beginning(case_id)) + _canonical(row)).digest()


def digest(value: str, salt: bytes) -> str:
    """What an event may say of a text or value: 64 hex digits, meaningless without the salt."""
    return hmac.digest(salt, value.encode(), hashlib.sha256).hex()


def salt_of(case_key: bytes) -> bytes:
    """The salt of a case's digests. It goes when the key goes: nobody can try out values afterwards."""
    return hmac.digest(case_key, b"salt of digests", hashlib.sha256)


def _row_of(event: Event, *, who: Who, number: int) -> dict[str, Any]:
    return {
        "number": number,
        "at": event.at,
        "kind": event.kind,
        "actor": who.id,
        "actor_kind": who.kind,
        "item_key": event.item,
        "step": event.step,
        "data": {**event.data, **who.agency},
    }


def _canonical(row: Mapping[str, Any]) -> bytes:
    at: datetime = row["at"]
    names = ("number", "kind", "actor", "actor_kind", "item_key", "step", "data")
    document = {name: row[name] for name in names} | {"at": at.astimezone(UTC).isoformat()}
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _beginning(case_id: int) -> bytes:
    return hashlib.sha256(f"onematter case {case_id}".encode()).digest()
