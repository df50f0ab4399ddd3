"""Which connectors there are, where each lives and with which secret.

One file, `connectors.json` in the data folder: `{code: {"base_url": ..., "secret": ..., "dialect": ...}}`.
`dialect` names a mapping of names and codes: `dialects/<name>.yaml` in the data folder, or one that comes
with the project (`departments/dialects`); left out: the other side uses our words.
The local stack writes it on its first start, without addresses: these follow from
where the simulated departments listen, so that a changed port needs no new file. A
folder of an earlier version gets what has come since.
"""

import fcntl
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from departments.connector import HttpConnector
from departments.dialect import DIALECTS, Dialect, DialectUnreadable, load_dialect
from departments.kinds import KINDS, describe
from departments.signatures import new_secret

CONNECTORS: tuple[str, ...] = tuple(dict.fromkeys(kind.connector for kind in KINDS.values()))
FILE_NAME = "connectors.json"


@dataclass(frozen=True, slots=True)
class ConnectorSettings:
    code: str
    base_url: str
    secret: str
    dialect: Dialect | None = None


class ConnectorsUnreadable(Exception):
    """`connectors.json` is missing, misses a connector or cannot be understood."""


class _Entry(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    base_url: str | None = None
    secret: str = Field(pattern=r"^whsec_[A-Za-z0-9+/=]{32,}$")
    dialect: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_-]*$")


_FILE = TypeAdapter(dict[str, _Entry])


def load_connectors(data_dir: Path, *, departments_url: str, local: bool) -> dict[str, ConnectorSettings]:
    """Every connector's settings; raises `ConnectorsUnreadable`. `local` may write the file."""
    path = Path(data_dir) / FILE_NAME
    if local and not (path.exists() and set(CONNECTORS) <= set(_read(path))):
        _complete(path)
    entries = _read(path)
    missing = [code for code in CONNECTORS if code not in entries]
    if missing:
        raise ConnectorsUnreadable(f"{path}: no entry for {', '.join(missing)}")
    return {
        code: ConnectorSettings(
            code,
            entry.base_url or f"{departments_url.rstrip('/')}/{code}",
            entry.secret,
            _dialect(path.parent, entry.dialect) if entry.dialect else None,
        )
        for code, entry in entries.items()
    }


def open_connectors(
    settings: Mapping[str, ConnectorSettings], *, client: httpx.AsyncClient
) -> dict[str, HttpConnector]:
    return {
        code: HttpConnector(code, one.base_url, one.secret, client, one.dialect)
        for code, one in settings.items()
    }


def _dialect(data_dir: Path, name: str) -> Dialect:
    """The installation's own file wins over the one that comes with the project."""
    own = data_dir / "dialects" / f"{name}.yaml"
    try:
        return load_dialect(own if own.exists() else DIALECTS / f"{name}.yaml")
    except DialectUnreadable as problem:
        raise ConnectorsUnreadable(str(problem)) from None


def _read(path: Path) -> dict[str, _Entry]:
    try:
        return _FILE.validate_json(path.read_bytes())
    except FileNotFoundError:
        raise ConnectorsUnreadable(f"{path} is missing") from None
    except ValidationError as problem:
        raise ConnectorsUnreadable(f"{path}: {describe(problem)}") from None


def _complete(path: Path) -> None:
    """Adds the connectors that are missing. Of several processes that start at once one writes, the others
    find its secrets; nobody sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = json.loads(path.read_bytes()) if path.exists() else {}
        content = {code: {"secret": new_secret()} for code in CONNECTORS} | known
        if content == known:
            return
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".connectors-")
        with os.fdopen(handle, "w") as file:
            json.dump(content, file, indent=2)
        os.replace(draft, path)
