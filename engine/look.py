"""What is pending for a case: read in one way to the server by its workflow, which then does it.

`wake_seen` is set to what the reading transaction sees, so a change that commits later makes the number
differ again and the relay wakes the case anew: no wake-up is lost between the last look and the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import text

from database.queries.effect_rows import (
    EffectRow,
    claim_quick_of_errand,
    claiming_quick,
    hand_over_due,
    next_of_case,
    next_of_errand,
)
from database.session import ENGINE, legal_now, transaction
from engine.change import change_case
from engine.context import EngineContext
from engine.effects import HAND_OVER, QUICK_LEASE
from engine.who import THE_ENGINE
from matter_definitions.plan import Plan

_SEE = text("""
    WITH seen AS (
        UPDATE matter_case SET wake_seen = wake_wanted, relay_tries = 0, relay_after = NULL
        WHERE case_no = :case_no
            AND (wake_seen < wake_wanted OR relay_tries > 0 OR relay_after IS NOT NULL)
        RETURNING id, plan, standing, next_due_at, timer_at
    ), found AS (
        SELECT * FROM seen UNION ALL
        SELECT id, plan, standing, next_due_at, timer_at FROM matter_case
        WHERE case_no = :case_no AND NOT EXISTS (SELECT FROM seen)
    )
    SELECT c.id, c.plan, c.standing = 'open', c.next_due_at, c.timer_at, now() + i.clock_offset AS now
    FROM found c CROSS JOIN installation i
""")
_SEE_AGAIN = text("""
    SELECT c.id, c.plan, c.standing = 'open', c.next_due_at, c.timer_at, now() + i.clock_offset AS now
    FROM matter_case c CROSS JOIN installation i WHERE c.id = :id FOR NO KEY UPDATE OF c
""")
_SET_TIMER = text("UPDATE matter_case SET timer_at = :timer_at WHERE id = :id")


@dataclass(frozen=True, slots=True)
class _Seen:
    id: int
    plan: str
    is_open: bool
    next_due_at: datetime | None
    timer_at: datetime | None
    now: datetime


@dataclass(frozen=True, slots=True)
class _Left:
    """Of the effects that nobody has in hand: when the next one has to be looked at, and how many are open
    in all."""

    next_at: datetime | None
    open_effects: int


@dataclass(frozen=True, slots=True)
class Pending:
    """`quick`: effects taken for this look. `slow`: id and kind of those for ordinary activities.

    `next_look_at` is legal time. `done`: nothing is pending, no deadline of an open case is to come.
    `people_may_answer`: the case is open, so somebody has something to do. `plan`: of the case, with quick
    effects.
    """

    case_id: int | None
    now: datetime
    quick: list[EffectRow] = field(default_factory=list)
    slow: list[tuple[int, str]] = field(default_factory=list)
    next_look_at: datetime | None = None
    done: bool = False
    people_may_answer: bool = False
    plan: Plan | None = None


async def look_at_case(
    context: EngineContext, case_no: str, *, running: Sequence[int] = ()
) -> Pending | None:
    """Lets happen what is due, takes what is quick, hands over what is slow. None: no such case.

    `running`: effects that ordinary activities of this workflow have in hand already.
    """
    async with transaction(context.database, ENGINE) as connection:
        found, claimed, left = await connection.execute_and_commit(
            (_SEE, {"case_no": case_no}),
            claiming_quick(case_no, lease=QUICK_LEASE),
            next_of_case(case_no, running=running),
        )
    row = found.one_or_none()
    if row is None:
        return None
    seen, quick, left_open = _Seen(*row), [EffectRow(*each) for each in claimed], _Left(*left.one())
    if quick:
        return Pending(seen.id, seen.now, quick=quick, plan=await _plan(context, seen.plan))
    if seen.next_due_at is not None and seen.next_due_at <= seen.now:
        async with change_case(context, seen.id, by=THE_ENGINE, for_workflow=True):
            pass  # opening a case runs what is due
        return await look_at_case(context, case_no, running=running)
    if not left_open.open_effects and _next_look(seen, left_open) == seen.timer_at:
        return _pending(seen, left_open)
    return await _hand_over(context, seen.id, case_no=case_no, running=running)


async def look_at_errand(context: EngineContext, subject: str, *, running: Sequence[int] = ()) -> Pending:
    """The same for the effects of an errand, which have no deadlines."""
    async with transaction(context.database, ENGINE) as connection:
        now = await legal_now(connection)
        quick = await claim_quick_of_errand(connection, subject, now=now, lease=QUICK_LEASE)
        if quick:
            return Pending(None, now, quick=quick)
        slow = await hand_over_due(connection, case_id=None, subject=subject, now=now, lease=HAND_OVER)
        in_hand = [*running, *(effect for effect, _ in slow)]
        left = _Left(*(await connection.execute(*next_of_errand(subject, running=in_hand))).one())
    return Pending(None, now, slow=slow, next_look_at=left.next_at, done=left.open_effects == 0)


async def _hand_over(
    context: EngineContext, case_id: int, *, case_no: str, running: Sequence[int]
) -> Pending:
    """The locked case: who changes its next deadline decides by `timer_at` whether the workflow is woken."""
    async with transaction(context.database, ENGINE) as connection:
        seen = _Seen(*(await connection.execute(_SEE_AGAIN, {"id": case_id})).one())
        slow = await hand_over_due(
            connection, case_id=seen.id, subject=case_no, now=seen.now, lease=HAND_OVER
        )
        in_hand = [*running, *(effect for effect, _ in slow)]
        left = _Left(*(await connection.execute(*next_of_case(case_no, running=in_hand))).one())
        next_look_at = _next_look(seen, left)
        if next_look_at != seen.timer_at:
            connection.send_with_next(_SET_TIMER, {"id": seen.id, "timer_at": next_look_at})
    return _pending(seen, left, slow=slow)


def _pending(seen: _Seen, left: _Left, *, slow: Sequence[tuple[int, str]] = ()) -> Pending:
    next_look_at = _next_look(seen, left)
    done = left.open_effects == 0 and _due(seen) is None
    return Pending(
        seen.id,
        seen.now,
        slow=list(slow),
        next_look_at=next_look_at,
        done=done,
        people_may_answer=seen.is_open,
    )


def _next_look(seen: _Seen, left: _Left) -> datetime | None:
    return min((at for at in (_due(seen), left.next_at) if at is not None), default=None)


def _due(seen: _Seen) -> datetime | None:
    """A case that is over has no run that waits: the archive may be weeks away, the safety net finds it."""
    return seen.next_due_at if seen.is_open else None


async def _plan(context: EngineContext, name: str) -> Plan:
    plan = context.plans.at_hand(name)
    if plan is None:
        async with transaction(context.database, ENGINE) as connection:
            plan = await context.plans.get(connection, name)
    return plan
