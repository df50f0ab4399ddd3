"""What is pending for a case: read in one transaction by its workflow, which then does it.

`wake_seen` is set to what the reading transaction sees, so a change that commits later makes the number
differ again and the relay wakes the case anew: no wake-up is lost between the last look and the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from database.queries.effect_rows import (
    EffectRow,
    claim_quick_of_errand,
    claiming_quick,
    hand_over_due,
    next_of,
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
        found, claimed = await connection.execute_together(
            (_SEE, {"case_no": case_no}), claiming_quick(case_no, lease=QUICK_LEASE)
        )
        seen = found.one_or_none()
        if seen is None:
            return None
        quick = [EffectRow(*row) for row in claimed]
        if quick:
            plan = await context.plans.get(connection, seen.plan)
            return Pending(seen.id, seen.now, quick=quick, plan=plan)
        if seen.next_due_at is None or seen.next_due_at > seen.now:
            return await _read(connection, _Seen(*seen), case_no=case_no, running=running)
    async with change_case(context, seen.id, by=THE_ENGINE, for_workflow=True):
        pass  # opening a case runs what is due
    return await look_at_case(context, case_no, running=running)


async def look_at_errand(context: EngineContext, subject: str, *, running: Sequence[int] = ()) -> Pending:
    """The same for the effects of an errand, which have no deadlines."""
    async with transaction(context.database, ENGINE) as connection:
        now = await legal_now(connection)
        quick = await claim_quick_of_errand(connection, subject, now=now, lease=QUICK_LEASE)
        if quick:
            return Pending(None, now, quick=quick)
        slow = await hand_over_due(connection, case_id=None, subject=subject, now=now, lease=HAND_OVER)
        in_hand = [*running, *(effect for effect, _ in slow)]
        next_look_at, open_effects = await next_of(connection, case_id=None, subject=subject, running=in_hand)
    return Pending(None, now, slow=slow, next_look_at=next_look_at, done=open_effects == 0)


async def _read(connection: AsyncConnection, seen: _Seen, *, case_no: str, running: Sequence[int]) -> Pending:
    which = {"case_id": seen.id, "subject": case_no}
    slow: list[tuple[int, str]] = []
    next_effect, open_effects = await next_of(connection, **which, running=list(running))
    if open_effects:
        slow = await hand_over_due(connection, **which, now=seen.now, lease=HAND_OVER)
        in_hand = [*running, *(effect for effect, _ in slow)]
        next_effect, open_effects = await next_of(connection, **which, running=in_hand)
    # A case that is over has no run that waits: the archive may be weeks away, and the safety net finds it.
    next_due_at = seen.next_due_at if seen.is_open else None
    next_look_at = min((at for at in (next_due_at, next_effect) if at is not None), default=None)
    if next_look_at != seen.timer_at:
        await connection.execute(_SET_TIMER, {"id": seen.id, "timer_at": next_look_at})
    done = open_effects == 0 and next_due_at is None
    return Pending(
        seen.id,
        seen.now,
        slow=slow,
        next_look_at=next_look_at,
        done=done,
        people_may_answer=seen.is_open,
    )
