import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from local_stack.control import ControlRefused, ask, serve_control
from local_stack.data_folder import DataFolder
from local_stack.parts import Part, PartFailed
from local_stack.ports import free_port
from local_stack.processes import is_alive
from local_stack.supervisor import Supervisor, UnknownPart
from tests.unit.local_stack.dummies import lines_of, serving_part, short_part


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    folder.create()
    return folder


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "record"


@pytest.fixture
def said() -> list[str]:
    return []


@asynccontextmanager
async def started(parts: Sequence[Part], folder: DataFolder, said: list[str]) -> AsyncIterator[Supervisor]:
    supervisor = Supervisor(parts, folder=folder, announce=said.append)
    try:
        await supervisor.start()
        yield supervisor
    finally:
        await supervisor.stop()


async def until(happened: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not happened():
            await asyncio.sleep(0.02)


def three_in_a_row(record: Path) -> list[Part]:
    return [
        serving_part("record", port=free_port(), record=record),
        serving_part("worker", port=free_port(), record=record, after=("record",)),
        serving_part("web", port=free_port(), record=record, after=("record", "worker")),
    ]


async def test_parts_start_in_order_and_stop_in_reverse_order(folder, record, said):
    async with started(three_in_a_row(record), folder, said):
        assert lines_of(record) == ["starts record", "starts worker", "starts web"]
    assert lines_of(record)[3:] == ["stops web", "stops worker", "stops record"]


async def test_a_part_that_runs_once_is_over_before_those_after_it_start(folder, record, said):
    write = f"open({str(record)!r}, 'a').write('migrated\\n')"
    parts = [
        short_part("migration", code=f"import time; time.sleep(0.2); {write}"),
        serving_part("web", port=free_port(), record=record, after=("migration",)),
    ]
    async with started(parts, folder, said) as supervisor:
        assert lines_of(record) == ["migrated", "starts web"]
        assert list(supervisor.pids) == ["web"]


async def test_a_dead_part_is_started_again(folder, record, said):
    parts = [serving_part("worker", port=free_port(), record=record)]
    async with started(parts, folder, said) as supervisor:
        first = supervisor.pids["worker"]
        os.kill(first, signal.SIGKILL)
        await until(lambda: supervisor.pids.get("worker", first) != first and len(lines_of(record)) == 2)
        assert any("ended by itself (signal SIGKILL)" in line for line in said)


async def test_a_part_that_fails_at_the_first_start_stops_all_with_the_end_of_its_log(folder, record, said):
    parts = [
        serving_part("record", port=free_port(), record=record),
        short_part("web", code="raise SystemExit('no such table')", after=("record",), once=False),
    ]
    with pytest.raises(PartFailed, match="web ended at once") as problem:
        async with started(parts, folder, said):
            pass
    assert "no such table" in str(problem.value)
    assert lines_of(record) == ["starts record", "stops record"]


async def test_a_part_that_ignores_the_signal_is_killed_in_time(folder, record, said):
    async with started(
        [serving_part("web", port=free_port(), record=record, stubborn=True)], folder, said
    ) as s:
        pid = s.pids["web"]
    assert not is_alive(pid)


async def test_one_part_can_be_taken_away_and_brought_back(folder, record, said):
    async with started(three_in_a_row(record), folder, said) as supervisor:
        await supervisor.stop_part("worker")
        assert sorted(supervisor.pids) == ["record", "web"]
        await supervisor.start_part("worker")
        assert sorted(supervisor.pids) == ["record", "web", "worker"]
        assert lines_of(record)[3:] == ["stops worker", "starts worker"]


async def test_stopping_a_part_twice_and_starting_it_twice_does_no_harm(folder, record, said):
    async with started(three_in_a_row(record), folder, said) as supervisor:
        await supervisor.stop_part("web")
        await supervisor.stop_part("web")
        await supervisor.start_part("web")
        await supervisor.start_part("web")
        assert lines_of(record)[3:] == ["stops web", "starts web"]


async def test_an_unknown_part_is_named_with_those_that_exist(folder, record, said):
    async with started(three_in_a_row(record), folder, said) as supervisor:
        with pytest.raises(UnknownPart, match="record, worker, web"):
            await supervisor.stop_part("printer")


async def test_another_terminal_can_stop_a_part_only_with_the_token(folder, record, said):
    async with started(three_in_a_row(record), folder, said) as supervisor:
        control = await serve_control(supervisor, token="right")
        description = {"ports": {"control": control.sockets[0].getsockname()[1]}}
        async with control:
            with folder.lock():
                folder.write_description(description | {"control_token": "wrong"})
                with pytest.raises(ControlRefused, match="wrong token"):
                    await asyncio.to_thread(ask, folder, act="stop", part="worker")
                folder.write_description(description | {"control_token": "right"})
                assert await asyncio.to_thread(ask, folder, act="stop", part="worker") == "worker is stopped"
        assert "worker" not in supervisor.pids
