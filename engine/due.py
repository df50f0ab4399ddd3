"""Deadlines that have passed: found by time, run case by case, each case a transaction of its own."""

from datetime import timedelta

from sqlalchemy import text

from database.session import ENGINE, transaction
from engine.change import change_case
from engine.context import EngineContext
from engine.who import THE_ENGINE

CASES_AT_ONCE = 200

# Keyset by id: a case that cannot be run now (its lock is held) does not keep the others waiting.
_DUE = text("""
    SELECT c.id FROM matter_case c, installation i
    WHERE c.next_due_at <= now() + i.clock_offset - CAST(:grace AS interval) AND c.id > :after
    ORDER BY c.id LIMIT :limit
""")
# An effect that is due is carried out by its case's workflow, so the workflow has to look.
_WAKE_FOR_EFFECTS = text("""
    UPDATE matter_case SET wake_wanted = wake_wanted + 1
    WHERE wake_seen >= wake_wanted AND id IN (
        SELECT e.case_id FROM effect e, installation i
        WHERE e.state IN ('planned', 'attempted', 'awaiting') AND e.case_id IS NOT NULL
            AND e.try_after <= now() + i.clock_offset - CAST(:grace AS interval))
    RETURNING id
""")


async def run_due_deadlines(context: EngineContext, *, grace_seconds: float = 0) -> int:
    """Lets happen in every case what is due by now, and wakes those with effects to carry out.

    Gives the number of cases. Called when legal time was moved, and by the worker as a safety net for
    timers that are gone: then with some grace, since a case's own timer comes first.
    """
    done, after = 0, 0
    while cases := await _due_cases(context, after=after, grace_seconds=grace_seconds):
        for case_id in cases:
            async with change_case(context, case_id, by=THE_ENGINE):
                pass  # opening a case runs what is due
            done += 1
        after = cases[-1]
    await wake_for_effects(context, grace_seconds=grace_seconds)
    return done


async def wake_for_effects(context: EngineContext, *, grace_seconds: float) -> int:
    """Wakes the cases with effects that should have been looked at `grace_seconds` ago; their number."""
    async with transaction(context.database, ENGINE) as connection:
        rows = await connection.execute(_WAKE_FOR_EFFECTS, {"grace": timedelta(seconds=grace_seconds)})
        woken = [row.id for row in rows]
    for case_id in woken:
        context.notifier.say(case_id, woken=True)
    return len(woken)


async def _due_cases(context: EngineContext, *, after: int, grace_seconds: float) -> list[int]:
    values = {"after": after, "limit": CASES_AT_ONCE, "grace": timedelta(seconds=grace_seconds)}
    async with transaction(context.database, ENGINE) as connection:
        rows = await connection.execute(_DUE, values)
        return list(rows.scalars())
