"""Fetches the browser's libraries that the pages serve, as `portal/static/vendor/vendor.lock.json` says.

    python scripts/vendor.py

Each package is fetched by `npm pack`, compared with the integrity that the lock names (SRI, SHA-512), and
only the named files are taken. Node is needed here alone: neither installing nor running asks for it.
"""

import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "portal" / "static" / "vendor"
LOCK = VENDOR / "vendor.lock.json"


@dataclass(frozen=True, slots=True)
class Library:
    """`files`: the path inside the package -> the name it gets in `folder`."""

    name: str
    version: str
    license: str
    integrity: str
    folder: str
    files: dict[str, str]


class IntegrityBroken(Exception):
    """The package is not the one that was looked at when it was chosen."""


def read_lock() -> list[Library]:
    return [Library(**row) for row in json.loads(LOCK.read_text(encoding="utf-8"))]


def fetch(library: Library, *, into: Path) -> Path:
    """The package's archive, checked; raises IntegrityBroken."""
    command = ["npm", "pack", f"{library.name}@{library.version}", "--json", "--pack-destination", str(into)]
    subprocess.run(command, check=True, capture_output=True)
    archive = next(into.glob("*.tgz"))
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if library.integrity != f"sha512-{digest}":
        raise IntegrityBroken(f"{library.name}@{library.version}: sha512-{digest}")
    return archive


def unpack(library: Library, archive: Path) -> None:
    folder = VENDOR / library.folder
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as package:
        for path, name in library.files.items():
            file = package.extractfile(path)
            assert file is not None, f"{path} is not a file of {library.name}"
            (folder / name).write_bytes(file.read())


def main() -> None:
    for library in read_lock():
        with tempfile.TemporaryDirectory() as folder:
            unpack(library, fetch(library, into=Path(folder)))
        sys.stdout.write(f"{library.name}@{library.version} ({library.license})\n")


if __name__ == "__main__":
    main()
