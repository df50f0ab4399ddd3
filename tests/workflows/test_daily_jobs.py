"""What the worker looks after by itself, without Temporal: roots, the payment list, partitions, uploads."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
from psycopg import sql

from activities.department_calls import DepartmentCalls
from activities.registry import Outside
from clocks.calendar import ONE_DAY, local_date
from departments.registry import load_connectors, open_connectors
from local_stack.ports import free_port
from settings import Settings
from tests.conftest import Database
from tests.engine_room import Room, item, plan_of, step
from tests.settled_log import everything_settled
from tests.shared_press import shared_press
from tests.web.api.conftest import DEPARTMENTS, settings_for, simulated_departments
from worker_process.process import WorkerProcess

PLAN = plan_of(item("card", step("review", "approval")))


async def test_a_running_worker_does_the_jobs_of_the_day(
    room: Room, database: Database, tmp_path: Path
) -> None:
    case = await room.submit(PLAN)
    await everything_settled(room.context.database)
    in_three_months = f"access_log_p{month_after(datetime.now(UTC).date(), 3):%Y%m}"
    drop_table(database, in_three_months)
    async with simulated_departments(tmp_path) as departments:
        client = httpx.AsyncClient(transport=departments)
        known = load_connectors(tmp_path, departments_url=DEPARTMENTS, local=True)
        connectors = open_connectors(known, client=client)
        outside = Outside(DepartmentCalls(connectors, ""), shared_press(), "http://127.0.0.1:8600")
        settings = Settings.of(
            **settings_for(database, tmp_path).environment, TEMPORAL_ADDRESS=f"127.0.0.1:{free_port()}"
        )
        stop = asyncio.Event()
        worker = WorkerProcess(settings, room.context, outside, connectors, room.installation)
        working = asyncio.create_task(worker.run_until(stop))

        async def all_is_done() -> bool:
            roots = await room.rows("SELECT day FROM daily_root")
            lists = await room.rows("SELECT connector, day FROM reconciliation")
            return bool(roots and len(lists) == 2 and await has_table(room, in_three_months))

        try:
            await room.until(all_is_done, seconds=20)
        finally:
            stop.set()
            await working
    yesterday = local_date(datetime.now(UTC)) - ONE_DAY
    assert await room.rows("SELECT connector, day FROM reconciliation ORDER BY connector") == [
        {"connector": each, "day": yesterday} for each in ("payment", "treasury")
    ]
    assert await room.rows("SELECT day, cases FROM daily_root") == [{"day": yesterday, "cases": 1}]
    silent = await room.rows("SELECT reason FROM incident")
    assert silent == [{"reason": "temporal_silent"}]
    assert await room.standing(case) == "open"


def month_after(day: date, months: int) -> date:
    first = day.replace(day=1)
    for _ in range(months):
        first = (first + timedelta(days=32)).replace(day=1)
    return first


def drop_table(database: Database, name: str) -> None:
    """As if this month had come since the last start."""
    with psycopg.connect(database.owner_url.replace("+psycopg", "")) as connection:
        connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(name)))


async def has_table(room: Room, name: str) -> bool:
    found: list[Any] = list(await room.rows("SELECT to_regclass(:name)::text AS name", name=name))
    return found[0]["name"] is not None
