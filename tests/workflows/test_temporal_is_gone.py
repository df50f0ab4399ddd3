"""Temporal stops, or loses everything it had: people go on, and the relay starts again."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client

from engine.due import run_due_deadlines
from local_stack.ports import free_port
from local_stack.temporal import TemporalHandle, start_temporal
from secrecy.payload_codec import data_converter
from settings import get_settings
from tests.engine_room import Room, item, plan_of, step
from tests.workflows.conftest import running

CARD = plan_of(
    item(
        "card",
        step("first"),
        step("review", "approval", "first"),
        step("slow", "system_call", "review", call="slow_call"),
        step("last", "system_call", "slow"),
    )
)


class Server:
    """A Temporal server of this test's own, which can be taken away with all that it knows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.started = 0
        self.handle: TemporalHandle | None = None

    def start(self) -> None:
        """Each start begins with nothing."""
        self.started += 1
        folder = self.folder / str(self.started)
        folder.mkdir()
        self.handle = start_temporal(folder, self.port)

    def stop(self) -> None:
        if self.handle is not None:
            self.handle.stop()
            self.handle = None

    async def client(self) -> Client:
        converter = data_converter(get_settings().master_keys)
        return await Client.connect(f"127.0.0.1:{self.port}", data_converter=converter)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    server = Server(tmp_path)
    server.start()
    yield server
    server.stop()


async def test_a_case_ends_as_if_nothing_had_happened_when_temporals_data_are_deleted(
    room: Room, database: Any, server: Server
) -> None:
    room.ledger.away = {"slow_call"}
    async with running(room, await server.client(), installation=room.installation, app_url=database.app_url):
        case = await room.submit(CARD)
        await room.until_task(case, "review")
        await room.decide(case, "review")

        async def waits_for_a_retry() -> bool:
            return (
                "card/slow/1" in (effects := await room.effects(case)) and effects["card/slow/1"] == "planned"
            )

        await room.until(waits_for_a_retry)
    server.stop()
    server.start()
    room.ledger.away = set()
    await room.move_time(timedelta(seconds=30))
    async with running(room, await server.client(), installation=room.installation, app_url=database.app_url):
        await run_due_deadlines(room.context)  # the worker's safety net does this every few seconds
        await room.until_standing(case, "completed")
    assert set(room.ledger.done.values()) == {1}


async def test_while_temporal_is_away_people_go_on_and_nothing_is_lost(
    room: Room, database: Any, server: Server
) -> None:
    plan = plan_of(item("card", step("review", "approval"), step("last", "system_call", "review")))
    async with running(
        room, await server.client(), installation=room.installation, app_url=database.app_url
    ) as machine:
        server.stop()
        cases = [await room.submit(plan) for _ in range(3)]
        for case in cases:
            await room.decide(case, "review")

        async def is_noticed() -> bool:
            return machine.relay.temporal_is_away

        await room.until(is_noticed)
        tries = await room.rows("SELECT max(relay_tries) AS most FROM matter_case")
        assert tries[0]["most"] == 0, "a server that is away costs no case its place"
        server.start()
        for case in cases:
            await room.until_standing(case, "completed", seconds=30)
    assert set(room.ledger.done.values()) == {1}
