"""Writing what an act has changed of a case, in one statement: the way to the server is what costs.

Each part is a list of rows in JSON; an empty one costs next to nothing. A row is written once: what was
opened and closed by the same act comes as closed.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from database.connection import Connection

Rows = Sequence[dict[str, Any]]

# A wake-up is wanted when something new is to be done outside, or when something is due before the
# workflow's timer rings. What the workflow itself changes (`for_workflow`) it will read anyway.
_WRITE = text("""
WITH events AS (
    INSERT INTO case_event (case_id, number, at, kind, actor, actor_kind, item_key, step, data, hash)
    SELECT :case_id, number, at, kind, actor, actor_kind, item_key, step, data, decode(hash, 'hex')
    FROM jsonb_to_recordset(CAST(:events AS jsonb)) AS r(number int, at timestamptz, kind text, actor text,
        actor_kind text, item_key text, step text, data jsonb, hash text)
), texts AS (
    INSERT INTO case_text (id, case_id, kind, ciphertext, created_at)
    SELECT id, :case_id, kind, decode(ciphertext, 'hex'), :now
    FROM jsonb_to_recordset(CAST(:texts AS jsonb)) AS r(id uuid, kind text, ciphertext text)
), forms AS (
    INSERT INTO case_form (case_id, version, ciphertext, created_at)
    SELECT :case_id, version, decode(ciphertext, 'hex'), :now
    FROM jsonb_to_recordset(CAST(:forms AS jsonb)) AS r(version int, ciphertext text)
), effects AS (
    INSERT INTO effect (key, case_id, subject, item_key, step, round, kind, connector, quick, template,
        recipient, channel, state, tries, lease_until, try_after, compensates, planned_at, attempted_at)
    SELECT key, :case_id, :case_no, item_key, step, round, kind, connector, quick, template, recipient,
        channel, state, tries, clock_timestamp() + make_interval(secs => lease_seconds), try_after,
        compensates, :now, attempted_at
    FROM jsonb_to_recordset(CAST(:effects AS jsonb)) AS r(key text, item_key text, step text, round int,
        kind text, connector text, quick boolean, template text, recipient text, channel text, state text,
        tries int, lease_seconds float, try_after timestamptz, compensates text, attempted_at timestamptz)
    ON CONFLICT (key) DO NOTHING
    RETURNING id, key, state
), items AS (
    INSERT INTO case_item (case_id, key, case_no, number, code, title_zh, title_en, department, region,
        standing, waiting_for, received_at, accepted_at, decided_at, due_at, statutory_at, provisional,
        paused, light, reason, receive_region, extended_to, delivery_due_at, delivered_at)
    SELECT :case_id, key, :case_no, number, code, title_zh, title_en, department, region, standing,
        waiting_for, received_at, accepted_at, decided_at, due_at, statutory_at, provisional, paused,
        CASE WHEN due_at IS NULL THEN 'none' ELSE 'green' END, reason, receive_region, extended_to,
        delivery_due_at, delivered_at
    FROM jsonb_to_recordset(CAST(:items AS jsonb)) AS r(key text, number int, code text, title_zh text,
        title_en text, department text, region text, standing text, waiting_for text[],
        received_at timestamptz, accepted_at timestamptz, decided_at timestamptz, due_at timestamptz,
        statutory_at timestamptz, provisional boolean, paused boolean, reason text, receive_region text,
        extended_to timestamptz, delivery_due_at timestamptz, delivered_at timestamptz)
    ON CONFLICT (case_id, key) DO UPDATE SET
        standing = excluded.standing, waiting_for = excluded.waiting_for,
        department = excluded.department, region = excluded.region,
        received_at = excluded.received_at, accepted_at = excluded.accepted_at,
        decided_at = excluded.decided_at, due_at = excluded.due_at, statutory_at = excluded.statutory_at,
        provisional = excluded.provisional, paused = excluded.paused, reason = excluded.reason,
        extended_to = excluded.extended_to, delivery_due_at = excluded.delivery_due_at,
        delivered_at = excluded.delivered_at,
        light = CASE WHEN case_item.due_at IS NOT DISTINCT FROM excluded.due_at THEN case_item.light
                     ELSE excluded.light END
), opened AS (
    INSERT INTO task (id, case_id, case_no, matter, item_key, step, round, kind, title_zh, title_en,
        department, region, state, outcome, opened_at, closed_at, due_at, limit_at, light, priority)
    SELECT id, :case_id, :case_no, :matter, item_key, step, round, kind, title_zh, title_en, department,
        region, state, outcome, :now, closed_at, due_at, limit_at,
        CASE WHEN due_at IS NULL THEN 'none' ELSE 'green' END, :priority
    FROM jsonb_to_recordset(CAST(:opened AS jsonb)) AS r(id uuid, item_key text, step text, round int,
        kind text, title_zh text, title_en text, department text, region text, state text, outcome text,
        closed_at timestamptz, due_at timestamptz, limit_at timestamptz)
    ON CONFLICT (case_id, item_key, step, round) DO NOTHING
), closed AS (
    UPDATE task t SET state = r.state, outcome = r.outcome, closed_at = :now, version = t.version + 1
    FROM jsonb_to_recordset(CAST(:closed AS jsonb)) AS r(item_key text, step text, round int, state text,
        outcome text)
    WHERE t.case_id = :case_id AND t.item_key = r.item_key AND t.step = r.step AND t.round = r.round
        AND t.state = 'open'
), dated AS (
    UPDATE task t SET due_at = r.due_at, limit_at = r.limit_at,
        light = CASE WHEN r.due_at IS NULL THEN 'none' ELSE 'green' END
    FROM jsonb_to_recordset(CAST(:dated AS jsonb)) AS r(item_key text, step text, round int,
        due_at timestamptz, limit_at timestamptz)
    WHERE t.case_id = :case_id AND t.item_key = r.item_key AND t.step = r.step AND t.round = r.round
        AND t.state = 'open'
), released AS (
    DELETE FROM uniqueness WHERE case_id = :case_id AND item_key = ANY(:released)
)
UPDATE matter_case SET
    doc = CAST(:doc AS jsonb), version = version + 1, standing = :standing, promised_at = :promised_at,
    expected_at = :expected_at, ended_at = :ended_at, next_due_at = :next_due_at,
    joint_due_at = :joint_due_at,
    joint_light = CASE WHEN CAST(:joint_due_at AS timestamptz) IS NULL THEN 'none'
        WHEN joint_due_at IS NOT DISTINCT FROM :joint_due_at THEN joint_light ELSE 'green' END,
    event_count = :event_count, event_head = :event_head,
    wake_wanted = wake_wanted + CASE
        WHEN :for_workflow THEN 0
        WHEN :wants_a_look THEN 1
        WHEN :standing = 'open'
            AND CAST(:next_due_at AS timestamptz) < coalesce(timer_at, 'infinity') THEN 1
        ELSE 0 END
WHERE id = :case_id
RETURNING wake_wanted > wake_seen AS woken,
    (SELECT jsonb_object_agg(key, effects.id) FROM effects WHERE state = 'attempted') AS claimed
""")


@dataclass(frozen=True, slots=True)
class CaseWrite:
    """What is written of a case. `dated`: open tasks whose limit has moved; `released`: items."""

    case_id: int
    case_no: str
    matter: str
    priority: int
    now: datetime
    doc: str
    standing: str
    promised_at: datetime | None
    expected_at: datetime | None
    ended_at: datetime | None
    next_due_at: datetime | None
    joint_due_at: datetime | None
    event_count: int
    event_head: bytes | None
    for_workflow: bool
    wants_a_look: bool
    events: Rows = ()
    texts: Rows = ()
    forms: Rows = ()
    effects: Rows = ()
    items: Rows = ()
    opened: Rows = ()
    closed: Rows = ()
    dated: Rows = ()
    released: Sequence[str] = field(default=())


_LISTS = ("events", "texts", "forms", "effects", "items", "opened", "closed", "dated")


async def write_case(
    connection: Connection, write: CaseWrite, *, and_commit: bool = False
) -> tuple[bool, dict[str, int]]:
    """Whether the case now has something that its workflow has not seen, and the ids of the effects that
    were written as attempted, by key. `and_commit`: nothing else follows in this transaction."""
    values: dict[str, Any] = {name: getattr(write, name) for name in CaseWrite.__slots__}
    values |= {name: _as_json(values[name]) for name in _LISTS}
    send = connection.execute_and_commit if and_commit else connection.execute_together
    [written] = await send((_WRITE, {**values, "released": list(write.released)}))
    row = written.one()
    return row.woken, row.claimed or {}


def _as_json(rows: Rows) -> str:
    return json.dumps(list(rows), default=_plain, ensure_ascii=False) if rows else "[]"


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    raise TypeError(f"{type(value).__name__} has no form in JSON")
