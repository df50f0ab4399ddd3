"""Plays every kind of run; a history that is missing in the folder is kept for the replay test."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from temporalio.client import Client

from database.session import ENGINE, transaction
from engine.case_change import CaseChange
from engine.change import change_case
from engine.errands import Errand, plan_errand
from matter_definitions.acts.receiving import DecideReceipt
from tests.engine_room import OFFICER, PAY, Room, item, plan_of, step
from tests.workflows.runs import handle_of, until_closed
from worker_process.machine import Machine
from workflows.names import workflow_id

FOLDER = Path(__file__).parent / "histories"
QUICK = plan_of(
    item(
        "card",
        step("first"),
        step("review", "approval", "first"),
        step("pay", "payment", "review", payment=PAY),
    )
)
REVIEWED = plan_of(item("card", step("first"), acceptance="officer"))
SLOW = plan_of(
    item("card", step("a", quick=False), step("b", quick=False), step("c", "system_call", "a", "b"))
)


async def keep(client: Client, workflow: str, name: str) -> None:
    """To record a run anew, delete its file and run this test."""
    history = await client.get_workflow_handle(workflow).fetch_history()
    assert history.events
    file = FOLDER / f"{name}.json"
    if not file.exists():
        file.write_text(history.to_json(), "utf-8")


def run_of(room: Room, case: CaseChange) -> str:
    return workflow_id(room.installation, case.case_no)


async def test_one_look(room: Room, machine: Machine, temporal_env: Any) -> None:
    case = await room.submit(QUICK, fee=0)
    await until_closed(temporal_env.client, room, case)
    await keep(temporal_env.client, run_of(room, case), "one_look")


async def test_woken_by_signals(room: Room, machine: Machine, temporal_env: Any) -> None:
    """A review clock is open, so the run waits; two acts wake it."""
    room.ledger.later = {"system_call"}
    case = await room.submit(REVIEWED)
    await until_timer(room)
    async with change_case(room.context, case.id, by=OFFICER) as change:
        change.apply(DecideReceipt("card", "accept"))

    async def waits() -> bool:
        return (await room.effects(case)).get("card/first/1") == "awaiting"

    await room.until(waits)
    room.ledger.said[f"{case.case_no}/card/first/1"] = room.ledger.answer_to(f"{case.case_no}/card/first/1")
    await room.move_time(timedelta(minutes=2))
    await machine.relay.starter.wake_case(room.wake_up(case, rests=False))
    await room.until_standing(case, "completed")
    await until_closed(temporal_env.client, room, case)
    await keep(temporal_env.client, run_of(room, case), "woken_by_signals")


async def test_timer_for_a_deadline(room: Room, machine: Machine, temporal_env: Any) -> None:
    case = await room.submit(REVIEWED)
    await until_timer(room)
    await room.move_time(timedelta(days=20))
    await temporal_env.fast_forward(handle_of(temporal_env.client, room, case), timedelta(days=20))
    await room.until_standing(case, "completed")
    await until_closed(temporal_env.client, room, case)
    await keep(temporal_env.client, run_of(room, case), "timer_for_a_deadline")


async def test_slow_effects(room: Room, machine: Machine, temporal_env: Any) -> None:
    case = await room.submit(SLOW)
    await room.until_standing(case, "completed")
    await until_closed(temporal_env.client, room, case)
    await keep(temporal_env.client, run_of(room, case), "slow_effects")


async def test_errand(room: Room, machine: Machine, temporal_env: Any) -> None:
    async with transaction(room.context.database, ENGINE) as connection:
        await plan_errand(
            room.context, connection, Errand("application/1", "household", "office", "household_lookup", {})
        )

    async def answered() -> bool:
        return (await room.rows("SELECT state FROM effect"))[0]["state"] == "answered"

    await room.until(answered)
    workflow = workflow_id(room.installation, "application/1")
    await temporal_env.client.get_workflow_handle(workflow).result()
    await keep(temporal_env.client, workflow, "errand")


async def until_timer(room: Room) -> None:
    async def is_set() -> bool:
        row = (await room.rows("SELECT timer_at, wake_seen, wake_wanted FROM matter_case"))[0]
        return row["timer_at"] is not None and row["wake_seen"] == row["wake_wanted"]

    await room.until(is_set)
