"""Our payments and refunds beside the provider's list of a day, and money that we wait for beside the
treasury's: every difference is kept and shown.

The provider counts by real time. A demand whose callback was lost shows as paid there and open here; it is
asked about again at once.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from clocks.calendar import ONE_DAY, start_of
from database.session import ENGINE, legal_now, transaction
from engine.context import EngineContext
from engine.incidents import insert_incident

Problem = Literal[
    "unknown_here", "unknown_there", "amount_differs", "paid_there_not_here", "paid_here_not_there"
]

_OURS = text("""
    SELECT p.effect_key, p.case_id, c.case_no, c.region, p.item_key, p.amount_fen, p.state
    FROM payment p JOIN matter_case c ON c.id = p.case_id CROSS JOIN installation i
    WHERE p.effect_key = ANY(:keys)
        OR (p.paid_at - i.clock_offset >= :first AND p.paid_at - i.clock_offset < :last)
    UNION ALL
    SELECT r.effect_key, r.case_id, c.case_no, c.region, r.item_key, r.amount_fen, r.state
    FROM refund r JOIN matter_case c ON c.id = r.case_id CROSS JOIN installation i
    WHERE r.effect_key = ANY(:keys)
        OR (r.done_at - i.clock_offset >= :first AND r.done_at - i.clock_offset < :last)
""")
_EXPECTED = text("""
    SELECT m.effect_key, m.case_id, c.case_no, c.region, m.item_key,
        coalesce(m.arrived_fen, m.amount_fen) AS amount_fen, m.state
    FROM expected_money m JOIN matter_case c ON c.id = m.case_id CROSS JOIN installation i
    WHERE m.effect_key = ANY(:keys)
        OR (m.arrived_at - i.clock_offset >= :first AND m.arrived_at - i.clock_offset < :last)
""")
_KEEP = text("""
    INSERT INTO reconciliation (id, connector, day, differences)
    VALUES (:id, :connector, :day, CAST(:differences AS jsonb))
    ON CONFLICT (connector, day) DO NOTHING RETURNING id
""")
_DONE = text("SELECT 1 FROM reconciliation WHERE connector = :connector AND day = :day")
_ASK_AGAIN = text("""
    UPDATE effect SET try_after = :now WHERE key = :key AND state IN ('awaiting', 'attempted')
    RETURNING case_id
""")
_WAKE = text("UPDATE matter_case SET wake_wanted = wake_wanted + 1 WHERE id = :id")
# Of a payment: it was paid. Of a refund: it was made. Of what we wait for: it came.
_MOVED_HERE = frozenset({"paid", "refund_open", "refunded", "done", "arrived", "differs", "accepted"})
_MOVED_THERE = frozenset({"paid", "refunded", "done"})


Ours = Literal["payments", "expected_money"]
_STATEMENTS: Mapping[Ours, TextClause] = {"payments": _OURS, "expected_money": _EXPECTED}


@dataclass(frozen=True, slots=True)
class TheirLine:
    """One payment, refund or arrival in the other side's list, by our key for it; `state`: paid, refunded (a
    payment), done (a refund, an arrival), or anything else, when no money has moved."""

    key: str
    state: str
    amount_fen: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Codes and amounts only. `case_no` None: the key is not ours."""

    key: str
    problem: Problem
    case_no: str | None = None
    ours_fen: int | None = None
    theirs_fen: int | None = None


async def is_reconciled(context: EngineContext, *, connector: str, day: date) -> bool:
    async with transaction(context.database, ENGINE) as connection:
        row = await connection.execute(_DONE, {"connector": connector, "day": day})
        return row.first() is not None


async def reconcile(
    context: EngineContext,
    *,
    connector: str,
    day: date,
    theirs: Sequence[TheirLine],
    ours: Ours = "payments",
) -> list[Difference]:
    """Compares one day (real time, Asia/Shanghai), once; opens an incident for each difference."""
    first = start_of(day)
    async with transaction(context.database, ENGINE) as connection:
        values = {"keys": [each.key for each in theirs], "first": first, "last": first + ONE_DAY}
        rows = await connection.execute(_STATEMENTS[ours], values)
        mine = {row.effect_key: row._asdict() for row in rows}
        differences = compare(mine, theirs)
        row = {
            "id": uuid4(),
            "connector": connector,
            "day": day,
            "differences": json.dumps([asdict(each) for each in differences]),
        }
        if (await connection.execute(_KEEP, row)).first() is None:
            return []
        woken = [await _show(connection, each, mine.get(each.key)) for each in differences]
    for case_id in woken:
        if case_id is not None:
            context.notifier.say(case_id, woken=True)
    return differences


def compare(ours: Mapping[str, Mapping[str, Any]], theirs: Sequence[TheirLine]) -> list[Difference]:
    """The differences, ordered by key. `ours`: rows of payments and refunds by effect key."""
    listed = {each.key: each for each in theirs}
    found: list[Difference] = []
    for key in sorted(listed.keys() | ours.keys()):
        mine, their = ours.get(key), listed.get(key)
        problem = _problem(mine, their)
        if problem:
            found.append(
                Difference(
                    key,
                    problem,
                    case_no=mine["case_no"] if mine else None,
                    ours_fen=mine["amount_fen"] if mine else None,
                    theirs_fen=their.amount_fen if their else None,
                )
            )
    return found


def _problem(mine: Mapping[str, Any] | None, their: TheirLine | None) -> Problem | None:
    if mine is None:
        return "unknown_here"
    if their is None:
        return "unknown_there"
    paid_here, paid_there = mine["state"] in _MOVED_HERE, their.state in _MOVED_THERE
    if paid_there and not paid_here:
        return "paid_there_not_here"
    if paid_here and not paid_there:
        return "paid_here_not_there"
    return "amount_differs" if their.amount_fen not in (None, mine["amount_fen"]) else None


async def _show(
    connection: AsyncConnection, difference: Difference, ours: Mapping[str, Any] | None
) -> int | None:
    """Opens the incident; gives the case when it was woken to ask again."""
    now = await legal_now(connection)
    await insert_incident(
        connection,
        case_id=ours["case_id"] if ours else None,
        case_no=difference.case_no,
        item_key=ours["item_key"] if ours else None,
        region=ours["region"] if ours else None,
        kind="reconciliation",
        reason=difference.problem,
        detail=difference.key,
        opened_at=now,
    )
    if difference.problem != "paid_there_not_here":
        return None
    asked = (await connection.execute(_ASK_AGAIN, {"now": now, "key": difference.key})).first()
    if asked is None:
        return None
    await connection.execute(_WAKE, {"id": asked.case_id})
    return asked.case_id
