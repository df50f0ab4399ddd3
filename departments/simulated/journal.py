"""A file of JSON lines that remembers what the simulated departments did, across a restart or a kill."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

Record = Mapping[str, object]


class Journal:
    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._file = path.open("ab", buffering=0)

    def read(self) -> list[Record]:
        """Every whole record. A last line that a kill cut off was never acted on, so it is cut away."""
        content = self._path.read_bytes()
        whole = content[: content.rfind(b"\n") + 1]
        if len(whole) != len(content):
            os.truncate(self._path, len(whole))
        return [json.loads(line) for line in whole.splitlines()]

    def append(self, record: Record) -> None:
        """Handed to the operating system at once: it outlives this process, not a power failure."""
        self._file.write(json.dumps(dict(record), ensure_ascii=False).encode() + b"\n")

    def close(self) -> None:
        self._file.close()
