"""`kill -9` of the supervisor leaves nobody behind, and Ctrl-C stops in order: with a real process."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from local_stack.ports import free_port
from local_stack.processes import is_alive, wait_until_gone
from settings import PROJECT_FOLDER
from tests.unit.local_stack.dummies import lines_of

RUN = """
import asyncio, sys
from pathlib import Path
sys.path[:0] = [{project!r}]
from local_stack.data_folder import DataFolder
from local_stack.run import RunningStack
from tests.unit.local_stack.dummies import serving_part
folder = DataFolder(Path({data!r}))
folder.create()
record = Path({record!r})
parts = [serving_part("record", port={port}, record=record),
         serving_part("web", port={port2}, record=record, after=("record",))]
def say(line):
    print(line, flush=True)

with folder.lock():
    running = RunningStack(folder=folder, ports={{}}, urls={{}}, parts=parts, say=say)
    asyncio.run(running.until_stopped(lambda: "WELCOME"))
"""


@pytest.fixture
def stack(tmp_path: Path):
    code = RUN.format(
        project=str(PROJECT_FOLDER),
        data=str(tmp_path / "data"),
        record=str(tmp_path / "record"),
        port=free_port(),
        port2=free_port(),
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if line == "WELCOME\n":
            break
    while described(tmp_path)["state"] != "ready":
        time.sleep(0.01)
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def described(tmp_path: Path) -> dict:
    return json.loads((tmp_path / "data" / "stack.json").read_text())


def test_kill_9_of_the_supervisor_leaves_no_orphan(stack, tmp_path):
    pids = described(tmp_path)["pids"].values()
    assert len(pids) == 2
    assert all(is_alive(pid) for pid in pids)
    stack.kill()
    assert all(wait_until_gone(pid, within_seconds=5) for pid in pids)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything_in_order_with_exit_code_0(stack, tmp_path, number):
    os.kill(stack.pid, number)
    assert stack.wait(10) == 0
    assert lines_of(tmp_path / "record")[2:] == ["stops web", "stops record"]
    assert described(tmp_path)["state"] == "stopped"
    assert described(tmp_path)["pids"] == {}


def test_the_description_says_what_runs(stack, tmp_path):
    description = described(tmp_path)
    assert description["state"] == "ready"
    assert description["started"] == ["record", "web"]
    assert description["supervisor_pid"] == stack.pid


def test_a_killed_part_is_back_with_a_new_process(stack, tmp_path):
    old = described(tmp_path)["pids"]["web"]
    os.kill(old, signal.SIGKILL)
    for _ in range(500):
        if described(tmp_path)["pids"].get("web", old) != old:
            return
        time.sleep(0.02)
    pytest.fail("the part did not come back")
