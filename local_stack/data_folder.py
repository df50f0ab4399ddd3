"""One folder holds everything of one local stack; only one stack may run on it at a time.

stack.json   ports, addresses, process ids, what is started, and the secrets of the local commands
secrets/     passwords and keys, made once
logs/        one file per part
postgres/    temporal/    files/ …
"""

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from settings import PROJECT_FOLDER

DEFAULT_DATA_FOLDER = PROJECT_FOLDER / ".data"
LARGEST_LOG_BYTES = 10_000_000


class DataFolderInUse(Exception):
    """Another stack runs on the folder."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"another stack already runs on {path}. Stop it first, or use another folder: "
            f"onematter run --data OTHER_FOLDER --port OTHER_PORT"
        )


class NoStackHere(Exception):
    """A command needs a running stack, and none has used this folder."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"no stack runs on {path}. Start one: onematter run")


@dataclass(frozen=True)
class DataFolder:
    path: Path

    @classmethod
    def at(cls, path: Path | None) -> "DataFolder":
        return cls((path or DEFAULT_DATA_FOLDER).absolute())

    def create(self) -> None:
        for folder in (self.path, self.path / "secrets", self.path / "logs"):
            folder.mkdir(parents=True, exist_ok=True)
        (self.path / "secrets").chmod(0o700)

    def lock(self) -> IO[str]:
        """Holds the folder until the returned file is closed or the process ends."""
        # Opened for appending, so that a refused second start does not empty the file of the first.
        file = (self.path / "lock").open("a", encoding="ascii")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.close()
            raise DataFolderInUse(self.path) from error
        return file

    def is_locked(self) -> bool:
        try:
            self.lock().close()
        except DataFolderInUse:
            return True
        except FileNotFoundError:
            return False
        return False

    def secret(self, name: str) -> str:
        """A random text that stays the same for the life of the folder."""
        return self._made_once(self.path / "secrets" / name, secrets.token_urlsafe(32))

    def master_keys_file(self) -> Path:
        """A file for ONEMATTER_MASTER_KEYS_FILE with one key, made once."""
        key = base64.b64encode(secrets.token_bytes(32)).decode("ascii")
        file = self.path / "secrets" / "master_keys.json"
        self._made_once(file, json.dumps({"current": "local-1", "keys": {"local-1": key}}))
        return file

    def log_file(self, part: str) -> Path:
        return self.path / "logs" / f"{part}.log"

    def open_log(self, part: str) -> IO[bytes]:
        file = self.log_file(part)
        if file.exists() and file.stat().st_size > LARGEST_LOG_BYTES:
            file.replace(file.with_suffix(".log.1"))
        return file.open("ab")

    def last_log_lines(self, part: str, *, count: int = 8) -> list[str]:
        file = self.log_file(part)
        if not file.exists():
            return []
        return file.read_text(encoding="utf-8", errors="replace").splitlines()[-count:]

    def find_description(self) -> dict[str, Any]:
        """What stack.json says; empty when there is none or it was cut off by a crash."""
        try:
            return json.loads((self.path / "stack.json").read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            return {}

    def get_description(self) -> dict[str, Any]:
        """What stack.json says of the stack that runs here now; `NoStackHere` otherwise."""
        description = self.find_description()
        if not description or not self.is_locked():
            raise NoStackHere(self.path)
        return description

    def write_description(self, description: Mapping[str, Any]) -> None:
        _write_private(self.path / "stack.json", json.dumps(description, indent=2, ensure_ascii=False) + "\n")

    def _made_once(self, file: Path, value: str) -> str:
        if not file.exists():
            _write_private(file, value)
        return file.read_text(encoding="utf-8")


def _write_private(file: Path, text: str) -> None:
    """Whole or not at all, also when the machine stops in the middle."""
    new = file.with_name(file.name + ".new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(text)
    new.replace(file)
