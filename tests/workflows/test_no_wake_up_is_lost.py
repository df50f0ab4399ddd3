"""Acts that come at the worst moment: between a workflow's last read and its end, and long after."""

from datetime import timedelta
from typing import Any

import pytest

import activities.looking as looking_room
from engine.look import Pending
from tests.engine_room import Room, item, plan_of, step
from tests.workflows.runs import until_closed
from worker_process.machine import Machine

CARD = plan_of(
    item("card", step("first"), step("review", "approval", "first"), step("last", "system_call", "review"))
)


async def test_an_act_between_the_last_read_and_the_end_starts_a_new_run(
    room: Room, machine: Machine, temporal_env: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = looking_room.look_at_case
    decided: list[str] = []

    async def read_and_be_overtaken(*args: Any, **more: Any) -> Pending | None:
        pending = await read(*args, **more)
        if pending is not None and pending.done and not decided:
            decided.append("review")
            await room.decide(case, "review")
        return pending

    monkeypatch.setattr(looking_room, "look_at_case", read_and_be_overtaken)
    case = await room.submit(CARD)
    await room.until_standing(case, "completed")
    assert decided == ["review"]
    await until_closed(temporal_env.client, room, case)
    row = (await room.rows("SELECT wake_wanted, wake_seen FROM matter_case"))[0]
    assert row["wake_seen"] == row["wake_wanted"]


async def test_an_act_a_day_after_the_end_of_a_run_starts_a_new_one(
    room: Room, machine: Machine, temporal_env: Any
) -> None:
    case = await room.submit(CARD)
    await room.until_task(case, "review")
    first = await until_closed(temporal_env.client, room, case)
    await room.move_time(timedelta(days=1))
    await room.decide(case, "review")
    await room.until_standing(case, "completed")
    second = await until_closed(temporal_env.client, room, case)
    assert first != second
    assert room.ledger.done == {f"{case.case_no}/card/first/1": 1, f"{case.case_no}/card/last/1": 1}


async def test_a_doubled_wake_up_does_no_harm(room: Room, machine: Machine, temporal_env: Any) -> None:
    case = await room.submit(CARD)
    await room.until_task(case, "review")
    starter = machine.relay.starter
    for rests in (True, False, False):
        await starter.wake_case(room.wake_up(case, rests=rests))
    await room.decide(case, "review")
    for _ in range(3):
        await starter.wake_case(room.wake_up(case, rests=False))
    await room.until_standing(case, "completed")
    await until_closed(temporal_env.client, room, case)
    assert set(room.ledger.done.values()) == {1}
