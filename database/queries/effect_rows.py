"""Rows of effects: planned, claimed, answered. Which change is allowed is said by each statement's WHERE.

`lease_until` is real time (a call lasts seconds, whatever the legal clock does); `try_after` is legal
time and says for every open effect when it has to be looked at next.
"""

# ruff: noqa: S608 - only names of our own columns and constant conditions are put into these texts

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from database.connection import Connection, Statement

OPEN = "('planned', 'attempted', 'awaiting')"
_UNANSWERED = frozenset({"planned", "attempted", "awaiting", "incident"})


@dataclass(frozen=True, slots=True)
class EffectRow:
    id: int
    key: str
    case_id: int | None
    subject: str
    item_key: str | None
    step: str
    round: int
    kind: str
    connector: str | None
    quick: bool
    template: str | None
    recipient: str | None
    channel: str | None
    state: str
    tries: int
    try_after: datetime | None
    outcome: str | None
    reason: str | None
    reference: str | None
    compensates: str | None
    attempted_at: datetime | None
    planned_at: datetime | None = None


_NAMES = [each.name for each in fields(EffectRow)]
COLUMNS = ", ".join(_NAMES)
_OF_E = ", ".join(f"e.{name}" for name in _NAMES)

_INSERT_ERRAND = text("""
    INSERT INTO effect (key, subject, step, round, kind, connector, quick, state, tries, try_after,
        planned_at)
    VALUES (:key, :subject, :step, :round, :kind, :connector, :quick, :state, :tries, :try_after,
        :planned_at)
    ON CONFLICT (key) DO NOTHING
""")
_FORGET_ERRANDS = text(f"""
    UPDATE effect SET answer = NULL, try_after = NULL, look_after = NULL,
        state = CASE WHEN state IN {OPEN} THEN 'unwanted' ELSE state END
    WHERE case_id IS NULL AND subject = ANY(:subjects)
""")

_BY_KEYS = text(f"SELECT {COLUMNS} FROM effect WHERE key = ANY(:keys) ORDER BY id")
_BY_ID = text(f"SELECT {COLUMNS} FROM effect WHERE id = :id")

# `before` keeps what the row was: whether it had been attempted decides if the other side is asked first.
_CLAIM = f"""
    WITH before AS (
        SELECT id, state, attempted_at FROM effect WHERE %s ORDER BY id LIMIT 20 FOR UPDATE SKIP LOCKED
    )
    UPDATE effect e SET state = 'attempted', tries = e.tries + 1, attempted_at = :now,
        lease_until = clock_timestamp() + CAST(:lease AS interval),
        try_after = :now + CAST(:lease AS interval)
    FROM before WHERE e.id = before.id
    RETURNING {_OF_E.replace("e.state", "before.state").replace("e.attempted_at", "before.attempted_at")}
"""
# Of a case by its number, unless a deadline has to happen first; `:lease` from the legal time of now.
_CLAIM_QUICK = text(f"""
    WITH here AS (
        SELECT c.id, now() + i.clock_offset AS now FROM matter_case c CROSS JOIN installation i
        WHERE c.case_no = :case_no AND coalesce(c.next_due_at > now() + i.clock_offset, true)
    ), before AS (
        SELECT e.id, e.state, e.attempted_at, here.now FROM here JOIN effect e ON e.case_id = here.id
        WHERE e.state = 'planned' AND e.quick AND e.tries = 0 AND e.try_after <= here.now
        ORDER BY e.id LIMIT 20 FOR UPDATE OF e SKIP LOCKED
    )
    UPDATE effect e SET state = 'attempted', tries = 1, attempted_at = before.now,
        lease_until = clock_timestamp() + CAST(:lease AS interval),
        try_after = before.now + CAST(:lease AS interval)
    FROM before WHERE e.id = before.id
    RETURNING {_OF_E.replace("e.state", "before.state").replace("e.attempted_at", "before.attempted_at")}
""")
_CLAIM_QUICK_ERRAND = text(
    _CLAIM % "case_id IS NULL AND subject = :subject AND state = 'planned' AND quick AND tries = 0"
    " AND try_after <= :now"
)
_CLAIM_ONE = text(
    _CLAIM % f"id = :id AND state IN {OPEN} AND (lease_until IS NULL OR lease_until <= clock_timestamp())"
)

_HAND_OVER = f"""
    UPDATE effect SET try_after = :now + CAST(:lease AS interval)
    WHERE %s AND state IN {OPEN} AND try_after <= :now
        AND (lease_until IS NULL OR lease_until <= clock_timestamp())
    RETURNING id, kind
"""
_HAND_OVER_CASE = text(_HAND_OVER % "case_id = :case_id")
_HAND_OVER_ERRAND = text(_HAND_OVER % "case_id IS NULL AND subject = :subject")

_NEXT = f"""
    SELECT min(try_after) FILTER (WHERE NOT id = ANY(:running)), count(*) FROM effect
    WHERE %s AND state IN {OPEN}
"""
_NEXT_OF_CASE = text(_NEXT % "case_id = (SELECT id FROM matter_case WHERE case_no = :subject)")
_NEXT_OF_ERRAND = text(_NEXT % "case_id IS NULL AND subject = :subject")

_HOLD = text("SELECT state FROM effect WHERE id = :id FOR NO KEY UPDATE")
_ANSWER = text("""
    UPDATE effect SET state = 'answered', outcome = :outcome, reason = :reason, answer = :answer,
        reference = coalesce(:reference, reference), answered_at = :now, try_after = NULL,
        look_after = NULL, lease_until = NULL
    WHERE id = :id
""")
_ANSWER_UNWANTED = text("""
    UPDATE effect SET outcome = :outcome, reference = coalesce(:reference, reference), answered_at = :now
    WHERE id = :id AND state = 'unwanted' AND outcome IS NULL RETURNING id
""")
_AWAIT = text("""
    UPDATE effect SET state = 'awaiting', reference = coalesce(:reference, reference), lease_until = NULL,
        look_after = :again_at, try_after = :again_at
    WHERE id = :id AND state IN ('planned', 'attempted', 'awaiting') RETURNING id
""")
_AGAIN = text("""
    UPDATE effect SET state = :state, tries = :tries, attempted_at = :attempted_at, lease_until = NULL,
        try_after = :again_at
    WHERE id = :id AND state = 'attempted' RETURNING id
""")
_INCIDENT = text("""
    UPDATE effect SET state = 'incident', reason = :reason, lease_until = NULL, try_after = NULL,
        look_after = NULL
    WHERE id = :id AND state IN ('planned', 'attempted', 'awaiting') RETURNING id
""")
_REVIVE = text("""
    UPDATE effect SET tries = 0, try_after = :now, lease_until = NULL, reason = NULL,
        state = CASE WHEN attempted_at IS NULL THEN 'planned' ELSE 'attempted' END
    WHERE id = :id AND (state = 'incident' OR outcome IN ('paper_unavailable', 'seal_unavailable'))
    RETURNING id
""")
_UNWANT = text(f"""
    WITH before AS (
        SELECT id, state, lease_until, attempted_at FROM effect
        WHERE key = ANY(:keys) AND state IN ('planned', 'attempted', 'awaiting', 'incident') FOR UPDATE
    )
    UPDATE effect e SET state = 'unwanted', try_after = NULL, look_after = NULL
    FROM before WHERE e.id = before.id
    RETURNING {_OF_E.replace("e.state", "before.state")}
""")


_STOP = text("""
    WITH asked AS (SELECT id, state, attempted_at FROM effect WHERE key = ANY(:keys) FOR UPDATE)
    UPDATE effect e SET state = 'unwanted', try_after = NULL, look_after = NULL
    FROM asked WHERE e.id = asked.id
        AND NOT EXISTS (SELECT 1 FROM asked WHERE state <> 'planned' OR attempted_at IS NOT NULL)
    RETURNING e.key
""")


async def insert_errand(connection: AsyncConnection, row: dict[str, Any]) -> None:
    """Plans an effect of no case; one whose key exists already is left as it is."""
    await connection.execute(_INSERT_ERRAND, row)


def forgetting_errands(subjects: list[str]) -> Statement:
    """What was asked and answered is destroyed; what is still open is not asked any more."""
    return _FORGET_ERRANDS, {"subjects": subjects}


async def find_by_keys(connection: AsyncConnection, keys: list[str]) -> list[EffectRow]:
    return [EffectRow(*row) for row in await connection.execute(_BY_KEYS, {"keys": keys})]


async def find_effect(connection: AsyncConnection, effect_id: int) -> EffectRow | None:
    row = (await connection.execute(_BY_ID, {"id": effect_id})).one_or_none()
    return EffectRow(*row) if row else None


def claiming_quick(case_no: str, *, lease: timedelta) -> Statement:
    """Takes the quick effects of a case that were never tried; none when a deadline is due. The rows are
    those of EffectRow, `state` and `attempted_at` as they were before."""
    return _CLAIM_QUICK, {"case_no": case_no, "lease": lease}


async def claim_quick_of_errand(
    connection: AsyncConnection, subject: str, *, now: datetime, lease: timedelta
) -> list[EffectRow]:
    """The same for an errand."""
    values = {"subject": subject, "now": now, "lease": lease}
    return [EffectRow(*row) for row in await connection.execute(_CLAIM_QUICK_ERRAND, values)]


async def claim_one(
    connection: AsyncConnection, effect_id: int, *, now: datetime, lease: timedelta
) -> EffectRow | None:
    """Takes one open effect unless somebody holds it; `state` and `attempted_at` are those before."""
    row = (await connection.execute(_CLAIM_ONE, {"id": effect_id, "now": now, "lease": lease})).one_or_none()
    return EffectRow(*row) if row else None


async def hand_over_due(
    connection: AsyncConnection, *, case_id: int | None, subject: str, now: datetime, lease: timedelta
) -> list[tuple[int, str]]:
    """Id and kind of the effects that are due and that nobody holds; not due again for `lease`."""
    statement = _HAND_OVER_ERRAND if case_id is None else _HAND_OVER_CASE
    who = {"subject": subject} if case_id is None else {"case_id": case_id}
    rows = await connection.execute(statement, {**who, "now": now, "lease": lease})
    return [(row.id, row.kind) for row in rows]


def next_of_case(case_no: str, *, running: Sequence[int]) -> Statement:
    """One row: when an open effect has to be looked at next (but for those `running`), and how many are
    open."""
    return _NEXT_OF_CASE, {"subject": case_no, "running": list(running)}


def next_of_errand(subject: str, *, running: Sequence[int]) -> Statement:
    """The same for an errand."""
    return _NEXT_OF_ERRAND, {"subject": subject, "running": list(running)}


def holding_effect(effect_id: int) -> Statement:
    """Reads the state of an effect that will be answered in this transaction, and keeps others away."""
    return _HOLD, {"id": effect_id}


async def answer_effect(
    connection: Connection,
    effect_id: int,
    *,
    outcome: str,
    now: datetime,
    reason: str | None = None,
    reference: str | None = None,
    answer: bytes | None = None,
) -> str | None:
    """The state before, when this is the first outcome of an effect that is still wanted; else None."""
    before: str | None = (await connection.execute(*holding_effect(effect_id))).scalar_one_or_none()
    if before not in _UNANSWERED:
        return None
    values = {"id": effect_id, "outcome": outcome, "reason": reason, "reference": reference}
    connection.send_with_next(_ANSWER, {**values, "answer": answer, "now": now})
    return before


async def answer_unwanted(
    connection: AsyncConnection, effect_id: int, *, outcome: str, now: datetime, reference: str | None
) -> bool:
    """True when an unwanted effect gets its first outcome."""
    values = {"id": effect_id, "outcome": outcome, "now": now, "reference": reference}
    return await _changes(connection, _ANSWER_UNWANTED, values)


async def await_effect(
    connection: AsyncConnection, effect_id: int, *, again_at: datetime, reference: str | None = None
) -> bool:
    values = {"id": effect_id, "again_at": again_at, "reference": reference}
    return await _changes(connection, _AWAIT, values)


async def try_again(
    connection: AsyncConnection,
    effect_id: int,
    *,
    state: str,
    tries: int,
    again_at: datetime,
    attempted_at: datetime | None,
) -> bool:
    """`attempted_at` None: the other side was certainly not reached."""
    values = {"id": effect_id, "state": state, "tries": tries, "again_at": again_at}
    return await _changes(connection, _AGAIN, {**values, "attempted_at": attempted_at})


async def make_incident(connection: AsyncConnection, effect_id: int, *, reason: str) -> bool:
    return await _changes(connection, _INCIDENT, {"id": effect_id, "reason": reason})


async def revive_effect(connection: AsyncConnection, effect_id: int, *, now: datetime) -> bool:
    """Opens an effect again after an incident; what was attempted before will be asked about first."""
    return await _changes(connection, _REVIVE, {"id": effect_id, "now": now})


async def unwant_effects(connection: AsyncConnection, keys: list[str]) -> list[EffectRow]:
    """Gives the effects that were open until now, with the `state` that they had."""
    if not keys:
        return []
    return [EffectRow(*row) for row in await connection.execute(_UNWANT, {"keys": keys})]


async def stop_effects(connection: AsyncConnection, keys: list[str]) -> bool:
    """Effects that nobody has begun are no longer wanted: all of them, or none when one has been begun."""
    stopped = (await connection.execute(_STOP, {"keys": keys})).all()
    return len(stopped) == len(keys)


async def _changes(connection: AsyncConnection, statement: Any, values: dict[str, Any]) -> bool:
    return (await connection.execute(statement, values)).first() is not None
