"""What is looked after once a minute, by one process at a time: lights, what is stuck, the daily root.

An advisory lock of the session's transaction keeps the other workers from doing the same.
"""

# ruff: noqa: S608 - only constants are put into these texts

from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from clocks.calendar import WorkCalendar, close_of, local_date
from database.session import ENGINE, legal_now, transaction
from engine.context import EngineContext
from engine.daily_roots import make_daily_root
from engine.data_sharing import find_shortfalls
from engine.incidents import insert_incident

LOOKS_MISSED = 5  # wake-ups of a case without a look: about a minute

_ALONE = text("SELECT pg_try_advisory_xact_lock(hashtext('onematter_sweep'))")

# Yellow: the last working day has begun, or a quarter of the time is left; red: the limit has passed.
_LIGHT = """
    CASE WHEN due_at < :now THEN 'red'
         WHEN due_at <= :nearly OR due_at - :now <= (due_at - {started}) / 4 THEN 'yellow'
         ELSE 'green' END
"""
_ITEM_LIGHT = _LIGHT.format(started="coalesce(accepted_at, received_at, due_at)")
_TASK_LIGHT = _LIGHT.format(started="opened_at")
_LIGHT_ITEMS = text(f"""
    UPDATE case_item SET light = {_ITEM_LIGHT}
    WHERE due_at IS NOT NULL AND decided_at IS NULL AND light <> {_ITEM_LIGHT}
""")
_LIGHT_TASKS = text(f"""
    UPDATE task SET light = {_TASK_LIGHT}
    WHERE state = 'open' AND due_at IS NOT NULL AND light <> {_TASK_LIGHT}
""")
# Of the limit of a whole case: from the first acceptance.
_FIRST = "coalesce((SELECT min(accepted_at) FROM case_item i WHERE i.case_id = c.id), due_at)"
_LIGHT_CASES = text(f"""
    WITH lit AS (
        SELECT c.id, {_LIGHT.format(started=_FIRST)} AS light
        FROM (SELECT id, joint_due_at AS due_at FROM matter_case
            WHERE joint_due_at IS NOT NULL AND ended_at IS NULL) c
    )
    UPDATE matter_case SET joint_light = lit.light FROM lit
    WHERE matter_case.id = lit.id AND joint_light <> lit.light
""")
# Whatever else is stuck, such as a fee that is not paid, does not go on because the workflow looks.
_DOES_NOT_LOOK = "i.kind = 'stuck' AND i.reason = 'workflow_does_not_look'"
_WITHOUT_A_LOOK = text(f"""
    SELECT c.id, c.case_no, c.region FROM matter_case c
    WHERE c.wake_seen < c.wake_wanted AND c.relay_tries >= :missed AND NOT EXISTS (
        SELECT FROM incident i WHERE i.case_id = c.id AND {_DOES_NOT_LOOK} AND i.state = 'open')
    LIMIT 100
""")
_UNSTUCK = text(f"""
    UPDATE incident i SET state = 'ended', closed_at = :now, resolution = 'went_on'
    FROM matter_case c
    WHERE i.case_id = c.id AND {_DOES_NOT_LOOK} AND i.state = 'open' AND c.wake_seen >= c.wake_wanted
""")
_SILENCE = text("SELECT id FROM incident WHERE kind = 'stuck' AND reason = :reason AND state = 'open'")
_END_SILENCE = text("""
    UPDATE incident SET state = 'ended', closed_at = :now, resolution = 'went_on'
    WHERE kind = 'stuck' AND reason = :reason AND state = 'open'
""")
TEMPORAL_SILENT = "temporal_silent"


async def sweep(context: EngineContext, *, temporal_is_away: bool) -> bool:
    """One round. False: another worker is at it."""
    async with transaction(context.database, ENGINE) as connection:
        if not (await connection.execute(_ALONE)).scalar_one():
            return False
        now = await legal_now(connection)
        calendar = await context.calendars.current(connection)
        await _set_lights(connection, now=now, calendar=calendar)
        await _find_stuck(connection, now=now, temporal_is_away=temporal_is_away)
        await _note_silence(connection, now=now, temporal_is_away=temporal_is_away)
        await find_shortfalls(connection, now=now)
        await make_daily_root(connection, day=local_date(now) - timedelta(days=1))
    return True


def nearly_due(now: datetime, calendar: WorkCalendar) -> datetime:
    """What ends by then has at most one working day left."""
    today = local_date(now)
    if calendar.is_working_day(today) and now < close_of(today):
        return close_of(today)
    return close_of(next(calendar.working_days_after(today)))


async def _set_lights(connection: AsyncConnection, *, now: datetime, calendar: WorkCalendar) -> None:
    values = {"now": now, "nearly": nearly_due(now, calendar)}
    await connection.execute(_LIGHT_ITEMS, values)
    await connection.execute(_LIGHT_TASKS, values)
    await connection.execute(_LIGHT_CASES, values)


async def _find_stuck(connection: AsyncConnection, *, now: datetime, temporal_is_away: bool) -> None:
    """Cases whose workflow was woken again and again and never looked: a fault of ours, shown to people."""
    await connection.execute(_UNSTUCK, {"now": now})
    if temporal_is_away:
        return
    for row in await connection.execute(_WITHOUT_A_LOOK, {"missed": LOOKS_MISSED}):
        await insert_incident(
            connection,
            case_id=row.id,
            case_no=row.case_no,
            region=row.region,
            kind="stuck",
            reason="workflow_does_not_look",
            opened_at=now,
        )


async def _note_silence(connection: AsyncConnection, *, now: datetime, temporal_is_away: bool) -> None:
    """Temporal's own silence is one of the findings."""
    values = {"reason": TEMPORAL_SILENT, "now": now}
    if not temporal_is_away:
        await connection.execute(_END_SILENCE, values)
    elif (await connection.execute(_SILENCE, values)).first() is None:
        await insert_incident(connection, kind="stuck", reason=TEMPORAL_SILENT, opened_at=now)
