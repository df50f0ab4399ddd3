"""The stack that a play is played on: a running one, or one that is started for it and taken away again."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from demo.trust import trusted
from local_stack.account import remove_place
from local_stack.background import start_stack
from local_stack.data_folder import DataFolder, NoStackHere
from settings import get_settings

MOVE_WITHIN_SECONDS = 120.0


class StageMissing(Exception):
    """There is nothing to play on, or it cannot do what the play needs; the text says what to do."""


@dataclass(frozen=True)
class Stage:
    """`folder`: the stack's data; None when only its address is known, and then time cannot be moved."""

    url: str
    departments_url: str
    folder: DataFolder | None = None

    def move_time(self, *, days: int) -> None:
        """Legal time goes forward, and what is due happens."""
        if self.folder is None:
            raise StageMissing(
                "this play moves time, so it must know the stack's data folder: add --data FOLDER"
            )
        headers = {"X-OneMatter-Dev": str(self.folder.get_description()["dev_token"])}
        address = f"{self.url}/api/v1/dev/time"
        with httpx.Client(trust_env=False, timeout=MOVE_WITHIN_SECONDS, verify=trusted()) as http:
            http.post(address, json={"days": days}, headers=headers).raise_for_status()


@contextmanager
def open_stage(*, url: str | None, data: Path | None) -> Iterator[Stage]:
    """The stack at `url`; else the one that runs on `data`; else one that is started until the play is over,
    on `data` or on a folder of its own. Raises `StageMissing`, and `PartFailed` when one does not start."""
    running = _running_on(data)
    if url is not None:
        wanted = url.rstrip("/")
        yield _stage_at(wanted, folder=running if running and _url_of(running) == wanted else None)
    elif running is not None:
        yield _stage_at(_url_of(running), folder=running)
    else:
        with _folder_for(data) as folder, started_stage(folder) as stage:
            yield stage


@contextmanager
def _folder_for(data: Path | None) -> Iterator[Path]:
    if data is not None:
        yield data
        return
    folder = Path(tempfile.mkdtemp(prefix="onematter-demo-"))
    try:
        yield folder
    finally:
        remove_place(folder / "postgres")
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def started_stage(folder: Path) -> Iterator[Stage]:
    """A stack of its own on `folder`, which ends with this process at the latest."""
    stack = start_stack(folder, environment=get_settings().environment)
    try:
        yield _stage_at(stack.url, folder=stack.folder)
    finally:
        stack.stop()


def _running_on(data: Path | None) -> DataFolder | None:
    folder = DataFolder.at(data)
    try:
        description = folder.get_description()
    except NoStackHere:
        return None
    return folder if description["state"] == "ready" else None


def _url_of(folder: DataFolder) -> str:
    return str(folder.get_description()["urls"]["web"])


def _stage_at(url: str, *, folder: DataFolder | None) -> Stage:
    try:
        with httpx.Client(trust_env=False, verify=trusted()) as http:
            stack = http.get(f"{url}/api/v1/dev/stack").raise_for_status().json()
    except httpx.HTTPError as problem:
        raise StageMissing(f"no local stack of OneMatter answers at {url}: {problem}") from problem
    return Stage(url=url, departments_url=str(stack["departments_url"]), folder=folder)
