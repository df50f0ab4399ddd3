"""The archive package of one case: a zip that a stranger can check without us.

Its layout and its promises are told in the README that lies inside. What is personal stands only inside
the files; the manifest holds names, sizes, digests and codes. The same contents give the same bytes.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from clocks.calendar import local_date
from documents.archiving.verify import (
    CHAIN,
    EVENTS,
    MANIFEST,
    MANIFEST_DIGEST,
    PLAN,
    json_line,
    manifest_digest_line,
)

FORMAT = 1
What = Literal["application", "signature", "material", "paper", "result", "log", "plan", "check"]
_FOLDER = Path(__file__).parent
_DAY_OF_ENTRIES = (1980, 1, 1, 0, 0, 0)  # a zip's entries carry no time: it would be one of a machine


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """`path` inside the package, made of codes only. `archive_code`: B8, C, … of the archive's own list.

    `document`: the id under which the log says that the paper was issued. `statement`, `signature`: the id
    under which it says that a text was signed, of the text and of its signature."""

    path: str
    what: What
    content: bytes = field(repr=False)
    archive_code: str | None = None
    document: str | None = None
    statement: str | None = None
    signature: str | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """Something that belongs to the archive by the plan and the log; `path` None: it is not there."""

    what: What
    name: str
    path: str | None


@dataclass(frozen=True, slots=True)
class DailyRoot:
    """A day's digest over the heads of all cases; `horizon` as in `engine.daily_roots`."""

    day: date
    root: bytes
    horizon: int


@dataclass(frozen=True, slots=True)
class Log:
    """The events as their rows are, in order, and the roots made since the first of them."""

    case_id: int
    events: Sequence[Mapping[str, Any]]
    roots: Sequence[DailyRoot] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """`plan` is the plan's name, the digest of its JSON; `plan_document` that JSON. `made_at`: legal time."""

    case_no: str
    plan: str
    plan_document: str
    made_at: datetime
    files: Sequence[ArchivedFile]
    expected: Sequence[Expected]
    log: Log
    seal_authority: bytes | None = None
    signing_authority: bytes | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """`missing`: what belongs to the archive and is not there, as "what name"."""

    content: bytes = field(repr=False)
    sha256: str
    manifest: Mapping[str, Any]
    manifest_sha256: str
    missing: tuple[str, ...]


def build_package(contents: Contents) -> Package:
    """The package, also when something is missing: then its manifest says so."""
    files = [*contents.files, *_our_own(contents)]
    manifest = _manifest(contents, files)
    written = json.dumps(manifest, ensure_ascii=False, indent=2).encode() + b"\n"
    entries = [(MANIFEST, written), (MANIFEST_DIGEST, manifest_digest_line(written))]
    content = _zip([*entries, *((each.path, each.content) for each in files)])
    return Package(
        content=content,
        sha256=sha256(content).hexdigest(),
        manifest=manifest,
        manifest_sha256=sha256(written).hexdigest(),
        missing=tuple(manifest["missing"]),
    )


def _our_own(contents: Contents) -> Iterable[ArchivedFile]:
    """The log, the plan, and what a stranger checks them with."""
    yield ArchivedFile(EVENTS, "log", _event_lines(contents.log.events))
    yield ArchivedFile(CHAIN, "log", _chain(contents))
    yield ArchivedFile(PLAN, "plan", contents.plan_document.encode())
    yield ArchivedFile("verify.py", "check", (_FOLDER / "verify.py").read_bytes())
    yield ArchivedFile("README.txt", "check", (_FOLDER / "README.txt").read_bytes())
    if contents.seal_authority is not None:
        yield ArchivedFile("seal-ca.pem", "check", contents.seal_authority)
    if contents.signing_authority is not None:
        yield ArchivedFile("signing-ca.pem", "check", contents.signing_authority)


def _manifest(contents: Contents, files: Sequence[ArchivedFile]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "case_no": contents.case_no,
        "plan": contents.plan,
        "made_at": contents.made_at.astimezone(UTC).isoformat(),
        "made_on": local_date(contents.made_at).isoformat(),
        "files": [_entry(each) for each in files],
        "expected": [{"what": each.what, "name": each.name, "path": each.path} for each in contents.expected],
        "missing": [f"{each.what} {each.name}" for each in contents.expected if each.path is None],
    }


def _entry(file: ArchivedFile) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "path": file.path,
        "sha256": sha256(file.content).hexdigest(),
        "size": len(file.content),
        "what": file.what,
        "archive_code": file.archive_code,
    }
    named = {"document": file.document, "statement": file.statement, "signature": file.signature}
    return entry | {name: value for name, value in named.items() if value is not None}


def _event_lines(events: Sequence[Mapping[str, Any]]) -> bytes:
    """One event a line, in the form that `engine.chain` hashes, with its hash."""
    names = ("number", "kind", "actor", "actor_kind", "item_key", "step", "data")
    return b"".join(
        json_line(
            {name: event[name] for name in names}
            | {"at": event["at"].astimezone(UTC).isoformat(), "hash": event["hash"].hex()}
        )
        + b"\n"
        for event in events
    )


def _chain(contents: Contents) -> bytes:
    log = contents.log
    head = log.events[-1]["hash"].hex() if log.events else None
    roots = [
        {"day": each.day.isoformat(), "root": each.root.hex(), "horizon": each.horizon} for each in log.roots
    ]
    chain = {
        "case_id": log.case_id,
        "case_no": contents.case_no,
        "events": len(log.events),
        "head": head,
        "daily_roots": roots,
    }
    return json.dumps(chain, indent=2).encode() + b"\n"


def _zip(entries: Sequence[tuple[str, bytes]]) -> bytes:
    """Raises ValueError for two files of one path, or a path that leads elsewhere: a mistake of ours."""
    out = io.BytesIO()
    seen: set[str] = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for path, content in entries:
            if path in seen or path.startswith("/") or ".." in path.split("/"):
                raise ValueError(f"{path} cannot be in the package")
            seen.add(path)
            entry = zipfile.ZipInfo(path, date_time=_DAY_OF_ENTRIES)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            package.writestr(entry, content)
    return out.getvalue()
