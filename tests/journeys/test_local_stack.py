"""The whole stack as a person starts it: `onematter run` as a process, with its own ports and data."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from local_stack.background import BackgroundStack, start_stack
from local_stack.processes import is_alive, wait_until_gone
from settings import PROJECT_FOLDER

# One stack for all of them, after the journeys in a browser: every process that runs tests would start one
# of its own.
pytestmark = pytest.mark.xdist_group("own-stack")

PARTS = ("postgres", "temporal", "departments", "identity", "worker", "web")


@pytest.fixture(scope="module")
def stack(own_stack: BackgroundStack) -> BackgroundStack:
    return own_stack


def onematter(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(PROJECT_FOLDER / "cli.py"), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=90)


def answers(url: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=5) as answer:
        return answer.status == 200


def test_the_stack_says_in_one_line_where_it_is_and_who_may_sign_in(stack):
    lines = [line for line in stack.folder.last_log_lines("stack", count=50) if "ready at" in line]
    assert len(lines) == 1
    assert stack.url in lines[0]
    assert "李小雨" in lines[0]


def test_every_part_runs_and_answers(stack):
    assert set(stack.description["pids"]) == set(PARTS)
    assert answers(f"{stack.url}/api/v1/health/ready")
    assert answers(f"{stack.description['urls']['departments']}/openapi.json")
    assert answers(f"{stack.description['urls']['identity']}/.well-known/openid-configuration")


def test_no_part_but_the_loopback_listens(stack):
    for name, port in stack.description["ports"].items():
        with socket.socket() as probe:
            probe.settimeout(0.5)
            address = _address_of_this_machine()
            assert address.startswith("127.") or probe.connect_ex((address, port)) != 0, name


def _address_of_this_machine() -> str:
    try:
        return socket.gethostbyname(socket.gethostname())
    except OSError:
        return "127.0.0.1"


def test_a_second_stack_on_the_same_data_is_refused_in_words(stack):
    refused = onematter("run", "--data", str(stack.folder.path))
    assert refused.returncode == 1
    assert "already runs" in refused.stderr


def test_a_taken_port_is_named_with_the_way_out(stack, tmp_path):
    port = stack.description["ports"]["web"]
    refused = onematter("run", "--data", str(tmp_path / "other"), "--port", str(port))
    assert refused.returncode == 1
    assert f"port {port} is taken" in refused.stderr
    assert "--port" in refused.stderr


def test_a_second_terminal_verifies_the_log_of_the_running_stack(stack):
    data = ("--data", str(stack.folder.path))
    whole = onematter("verify-log", *data)
    assert (whole.returncode, whole.stdout) == (0, "the log is whole\n"), whole.stderr
    unknown = onematter("verify-log", "330110-20260101-00000001-9", *data)
    assert unknown.returncode == 1
    assert "there is no such case" in unknown.stderr


def test_a_second_terminal_publishes_a_matter_to_the_running_stack(stack, tmp_path):
    newborn = PROJECT_FOLDER / "matter_definitions" / "library" / "matters" / "newborn.yaml"
    changed = tmp_path / "newborn.yaml"
    words = newborn.read_text("utf-8").replace("correction_days: 5", "correction_days: 6")
    changed.write_text(words, "utf-8")
    data = ("--data", str(stack.folder.path))

    unchanged = onematter("publish", str(newborn), *data)
    assert (unchanged.returncode, unchanged.stdout) == (0, "nothing has changed\n"), unchanged.stderr
    published = onematter("publish", str(changed), *data)
    assert published.returncode == 0, published.stderr
    assert published.stdout.startswith("in force: newborn ")


def test_without_a_running_stack_the_commands_say_how_to_start_one(tmp_path):
    refused = onematter("verify-log", "--data", str(tmp_path))
    assert refused.returncode == 1
    assert "no stack runs" in refused.stderr


@pytest.mark.parametrize("part", ["temporal", "worker", "web", "departments"])
def test_a_part_can_be_taken_away_and_brought_back(stack, part):
    old = stack.description["pids"][part]
    assert onematter("stack", "stop", part, "--data", str(stack.folder.path)).returncode == 0
    assert not is_alive(old)
    assert part not in stack.description["pids"]
    assert onematter("stack", "start", part, "--data", str(stack.folder.path)).returncode == 0
    assert is_alive(stack.description["pids"][part])


@pytest.mark.parametrize("part", ["temporal", "worker", "web", "postgres"])
def test_a_killed_part_comes_back_by_itself(stack, part):
    old = stack.description["pids"][part]
    os.kill(old, signal.SIGKILL)
    until = time.monotonic() + 30
    while stack.description["pids"].get(part, old) == old or not _answers_now(stack):
        assert time.monotonic() < until
        time.sleep(0.1)


def _answers_now(stack: BackgroundStack) -> bool:
    try:
        return answers(f"{stack.url}/api/v1/health/ready")
    except OSError:
        return False


def test_stopping_is_orderly_and_the_next_start_has_the_same_ports_and_no_orphan_survives_kill_9(stack):
    """The last one here: of the stack of all the others it leaves nothing."""
    ports, pids = stack.description["ports"], stack.description["pids"].values()
    began = time.monotonic()
    assert stack.stop() == 0
    assert time.monotonic() - began < 5
    assert not any(is_alive(pid) for pid in pids)

    second = start_stack(stack.folder.path, environment=os.environ, port=ports["web"])
    again, pids = second.description["ports"], second.description["pids"].values()
    assert {**again, "control": 0} == {**ports, "control": 0}
    second.process.kill()
    second.process.wait()
    assert all(wait_until_gone(pid, within_seconds=5) for pid in pids)
