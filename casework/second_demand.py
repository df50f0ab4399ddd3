"""The attempt to demand corrections a second time: refused, and shown to the supervisor all the same."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text

from access.act import Act
from casework.finding import TaskRow
from database.session import ENGINE, transaction
from engine.case_change import CaseChange
from engine.incidents import insert_incident
from refusals import NotNow

SECOND_DEMAND = "second-demand"

_SHOWN = text("""
    SELECT 1 FROM incident
    WHERE case_id = :case AND item_key = :item AND kind = 'second_demand' AND state = 'open' LIMIT 1
""")


@asynccontextmanager
async def shown_to_supervisor(act: Act, case: CaseChange, task: TaskRow) -> AsyncIterator[None]:
    """The refused act is rolled back with everything in it, so the incident is written in a transaction of
    its own; once while one is open for the item."""
    try:
        yield
    except NotNow as refused:
        if refused.type == SECOND_DEMAND:
            await _open_incident(act, case, task)
        raise


async def _open_incident(act: Act, case: CaseChange, task: TaskRow) -> None:
    place = {"case": case.id, "item": task.item_key}
    async with transaction(act.engine.database, ENGINE) as connection:
        if (await connection.execute(_SHOWN, place)).first() is not None:
            return
        await insert_incident(
            connection,
            case_id=case.id,
            case_no=case.case_no,
            item_key=task.item_key,
            department=task.department,
            region=task.region,
            kind="second_demand",
            reason="told_already",
            detail=task.step,
            opened_at=case.now,
        )
