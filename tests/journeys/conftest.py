"""A running stack for journeys, on its own ports and data: real processes, real HTTP."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from demo.newborn_cast import NewbornCast, gathered
from demo.script import CHINESE, Script
from demo.stage import Stage, started_stage
from local_stack.account import PostgresAccount
from local_stack.background import BackgroundStack, start_stack
from local_stack.stack import Stack
from settings import PROJECT_FOLDER
from tests.journeys.browsing import chromium

COMMAND_WITHIN_SECONDS = 110

Onematter = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with started_stage(tmp_path_factory.mktemp("journeys")) as stage:
        yield stage


@pytest.fixture(scope="session")
def own_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BackgroundStack]:
    """A second stack, for those that would disturb the journeys on the other: here departments answer
    nonsense for a while, and at the end every part is killed. Mark them `xdist_group("own-stack")`."""
    stack = start_stack(tmp_path_factory.mktemp("own-stack"), environment=os.environ)
    yield stack
    stack.stop()


@pytest.fixture(scope="module")
def browser(browser_path: str) -> Iterator[Browser]:
    """Not for the whole session: while it is open it keeps the event loop from asynchronous tests."""
    with chromium(browser_path) as browser:
        yield browser


@pytest.fixture(scope="session")
def seeds(worker_id: str) -> Iterator[int]:
    """Every journey has a family of its own."""
    worker = 0 if worker_id == "master" else int(worker_id.removeprefix("gw"))
    return count(1 + 1000 * worker)


@pytest.fixture(scope="session")
def pictures(request: pytest.FixtureRequest) -> Path | None:
    """Where pictures of the pages are wanted."""
    folder = request.config.getoption("--pictures")
    if folder is None:
        return None
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder)


@pytest.fixture
def cast(stage: Stage, seeds: Iterator[int]) -> Iterator[NewbornCast]:
    script = Script(language=CHINESE, quiet=True)
    with gathered(stage, script=script, seed=next(seeds)) as cast:
        yield cast


@pytest.fixture(scope="session")
def onematter(stage: Stage) -> Onematter:
    """The command, as an administrator of this stack calls it."""
    environment = os.environ | {"ONEMATTER_MIGRATION_DATABASE_URL": _owner_url(stage)}

    def call(*words: str | Path) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, str(PROJECT_FOLDER / "cli.py"), *map(str, words)]
        return subprocess.run(
            command,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=COMMAND_WITHIN_SECONDS,
        )

    return call


@pytest.fixture(scope="session")
def owner_url(stage: Stage) -> str:
    """The database of the stage, as the owner of its tables."""
    return _owner_url(stage)


def _owner_url(stage: Stage) -> str:
    assert stage.folder is not None
    ports = stage.folder.get_description()["ports"]
    stack = Stack(folder=stage.folder, ports=ports, account=PostgresAccount(), outside={})
    return stack.migration_database_url
