"""Writing what an act has changed of a case: few statements, none for what stayed as it was."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

# A wake-up is wanted when something new is to be done outside, or when something is due before the
# workflow's timer rings. What the workflow itself changes (`for_workflow`) it will read anyway.
_UPDATE = text("""
    UPDATE matter_case SET
        doc = CAST(:doc AS jsonb), version = version + 1, standing = :standing, promised_at = :promised_at,
        expected_at = :expected_at, ended_at = :ended_at, next_due_at = :next_due_at,
        event_count = :event_count, event_head = :event_head,
        wake_wanted = wake_wanted + CASE
            WHEN :for_workflow THEN 0
            WHEN :has_effects THEN 1
            WHEN CAST(:next_due_at AS timestamptz) < coalesce(timer_at, 'infinity') THEN 1
            ELSE 0 END
    WHERE id = :id
    RETURNING wake_wanted > wake_seen
""")

_UPSERT_ITEM = text("""
    INSERT INTO case_item (case_id, key, case_no, number, code, title_zh, title_en, department, region,
        standing, waiting_for, received_at, accepted_at, decided_at, due_at, statutory_at, provisional,
        paused, light, reason)
    VALUES (:case_id, :key, :case_no, :number, :code, :title_zh, :title_en, :department, :region,
        :standing, :waiting_for, :received_at, :accepted_at, :decided_at, :due_at, :statutory_at,
        :provisional, :paused, CASE WHEN CAST(:due_at AS timestamptz) IS NULL THEN 'none' ELSE 'green' END,
        :reason)
    ON CONFLICT (case_id, key) DO UPDATE SET
        standing = excluded.standing, waiting_for = excluded.waiting_for,
        department = excluded.department, region = excluded.region,
        received_at = excluded.received_at, accepted_at = excluded.accepted_at,
        decided_at = excluded.decided_at, due_at = excluded.due_at, statutory_at = excluded.statutory_at,
        provisional = excluded.provisional, paused = excluded.paused, reason = excluded.reason,
        light = CASE WHEN case_item.due_at IS NOT DISTINCT FROM excluded.due_at THEN case_item.light
                     ELSE excluded.light END
""")

_OPEN_TASK = text("""
    INSERT INTO task (id, case_id, case_no, matter, item_key, step, round, kind, title_zh, title_en,
        department, region, state, opened_at, due_at, light, priority)
    VALUES (:id, :case_id, :case_no, :matter, :item_key, :step, :round, :kind, :title_zh, :title_en,
        :department, :region, 'open', :opened_at, :due_at,
        CASE WHEN CAST(:due_at AS timestamptz) IS NULL THEN 'none' ELSE 'green' END, :priority)
    ON CONFLICT (case_id, item_key, step, round) DO NOTHING
""")

_CLOSE_TASK = text("""
    UPDATE task SET state = :state, outcome = :outcome, closed_at = :closed_at, version = version + 1
    WHERE case_id = :case_id AND item_key = :item_key AND step = :step AND round = :round AND state = 'open'
""")

_DATE_TASKS = text("""
    UPDATE task SET due_at = :due_at,
        light = CASE WHEN CAST(:due_at AS timestamptz) IS NULL THEN 'none' ELSE 'green' END
    WHERE case_id = :case_id AND item_key = :item_key AND state = 'open' AND due_at IS DISTINCT FROM :due_at
""")

_INSERT_TEXT = text("""
    INSERT INTO case_text (id, case_id, kind, ciphertext, created_at)
    VALUES (:id, :case_id, :kind, :ciphertext, :created_at)
""")

_INSERT_FORM = text("""
    INSERT INTO case_form (case_id, version, ciphertext, created_at)
    VALUES (:case_id, :version, :ciphertext, :created_at)
""")

_RELEASE = text("DELETE FROM uniqueness WHERE case_id = :case_id AND item_key = ANY(:item_keys)")


class CaseUpdate(TypedDict):
    id: int
    doc: str
    standing: str
    promised_at: datetime | None
    expected_at: datetime | None
    ended_at: datetime | None
    next_due_at: datetime | None
    event_count: int
    event_head: bytes | None
    for_workflow: bool
    has_effects: bool


Rows = Sequence[dict[str, Any]]


async def update_case(connection: AsyncConnection, row: CaseUpdate) -> bool:
    """True when the case now has something that its workflow has not seen."""
    return (await connection.execute(_UPDATE, dict(row))).scalar_one()


async def upsert_items(connection: AsyncConnection, rows: Rows) -> None:
    if rows:
        await connection.execute(_UPSERT_ITEM, rows)


async def open_tasks(connection: AsyncConnection, rows: Rows) -> None:
    if rows:
        await connection.execute(_OPEN_TASK, rows)


async def close_tasks(connection: AsyncConnection, rows: Rows) -> None:
    if rows:
        await connection.execute(_CLOSE_TASK, rows)


async def date_tasks(connection: AsyncConnection, rows: Rows) -> None:
    """Moves the due date of the open tasks of items whose clock has moved."""
    if rows:
        await connection.execute(_DATE_TASKS, rows)


async def insert_texts(connection: AsyncConnection, rows: Rows) -> None:
    if rows:
        await connection.execute(_INSERT_TEXT, rows)


async def insert_form(
    connection: AsyncConnection, case_id: int, *, version: int, ciphertext: bytes, created_at: datetime
) -> None:
    await connection.execute(
        _INSERT_FORM,
        {"case_id": case_id, "version": version, "ciphertext": ciphertext, "created_at": created_at},
    )


async def release_uniqueness(connection: AsyncConnection, case_id: int, *, item_keys: list[str]) -> None:
    if item_keys:
        await connection.execute(_RELEASE, {"case_id": case_id, "item_keys": item_keys})
