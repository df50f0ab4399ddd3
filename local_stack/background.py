"""A whole stack in a process of its own, for tests, the demo and the benchmark."""

import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local_stack.data_folder import DataFolder
from local_stack.parts import PartFailed, tied_to_this_process
from local_stack.ports import free_port
from settings import PROJECT_FOLDER

READY_WITHIN_SECONDS = 120.0
STOP_WITHIN_SECONDS = 10.0


@dataclass(frozen=True)
class BackgroundStack:
    """A running stack; `url` is its public address."""

    folder: DataFolder
    process: subprocess.Popen[bytes]

    @property
    def description(self) -> dict[str, Any]:
        """stack.json: ports, urls, pids, tokens."""
        return self.folder.get_description()

    @property
    def url(self) -> str:
        return self.description["urls"]["web"]

    def stop(self) -> int:
        """In order, like Ctrl-C; returns the exit code."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(STOP_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def start_stack(data: Path, *, environment: Mapping[str, str], port: int | None = None) -> BackgroundStack:
    """Starts `onematter run` on `data` and returns when it is ready; `PartFailed` with its words otherwise.

    Ends with the thread that called this at the latest. Without `port` a free one is taken.
    """
    folder = DataFolder.at(data)
    folder.create()
    command = [sys.executable, str(PROJECT_FOLDER / "cli.py"), "run", "--data", str(folder.path)]
    command += ["--port", str(port or free_port())]
    with folder.open_log("stack") as log:
        process = subprocess.Popen(
            tied_to_this_process(command, death_signal=signal.SIGTERM),
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    until = time.monotonic() + READY_WITHIN_SECONDS
    while not _is_ready(folder, process.pid):
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            words = "\n".join(folder.last_log_lines("stack", count=20))
            raise PartFailed(f"the stack on {folder.path} did not start:\n{words}")
        time.sleep(0.05)
    return BackgroundStack(folder=folder, process=process)


def _is_ready(folder: DataFolder, pid: int) -> bool:
    description = folder.find_description()
    ours = description.get("supervisor_pid") == pid or sys.platform != "linux"
    return ours and description.get("state") == "ready"
