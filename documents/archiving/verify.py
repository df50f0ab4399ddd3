"""Checks an archive package of OneMatter / 核验一件事电子归档包。

Needs Python 3.8 or newer, nothing else, and no network / 只需 Python 3.8 以上，无需联网:

    python3 -I verify.py [FOLDER or PACKAGE.zip] [SHA-256 of manifest.json]

Without arguments: the folder in which this script lies. With the digest that the office keeps of the
manifest, the whole package is compared with what was put into the archive. Exit 0: the package is whole;
1: it is not, with one line for each thing that is wrong.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any, NamedTuple

MANIFEST, MANIFEST_DIGEST = "manifest.json", "manifest.sha256"
EVENTS, CHAIN, PLAN = "events.jsonl", "chain.json", "plan.json"
ISSUED, SIGNED = "DOCUMENT_ISSUED", "STATEMENT_SIGNED"


class Problem(NamedTuple):
    """One thing that is wrong; `where` is a file of the package, or one event of its log."""

    where: str
    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.where}: {self.en} / {self.zh}"


class Unusable(Exception):
    """There is nothing that could be checked."""


def canonical(event: dict[str, Any]) -> bytes:
    """What the hash of an event covers: its JSON without the hash, keys sorted, nothing between them."""
    covered = {name: value for name, value in event.items() if name != "hash"}
    return json.dumps(covered, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def chain_hash(event: dict[str, Any], case_id: int, previous: bytes | None) -> bytes:
    """SHA-256 over the hash before and the event; the first event stands on its case's number."""
    before = previous or hashlib.sha256(f"onematter case {case_id}".encode()).digest()
    return hashlib.sha256(before + canonical(event)).digest()


def read_package(place: Path) -> dict[str, bytes]:
    """The files of an unpacked package or of a zip, by their paths in it. Raises Unusable."""
    try:
        if place.is_dir():
            found = [each for each in sorted(place.rglob("*")) if each.is_file()]
            return {each.relative_to(place).as_posix(): each.read_bytes() for each in found}
        return read_zip(place.read_bytes())
    except OSError as error:
        raise Unusable("the package cannot be read / 归档包无法读取") from error


def read_zip(content: bytes) -> dict[str, bytes]:
    """Nothing is unpacked. Raises Unusable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
            if len(names) != len(set(names)):
                raise Unusable("a file is in the package twice / 归档包内有重名文件")
            return {name: package.read(name) for name in names if not name.endswith("/")}
    except (OSError, EOFError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        raise Unusable("the package cannot be read / 归档包无法读取") from error


def problems_of(files: dict[str, bytes], expected_manifest: str | None = None) -> list[Problem]:
    """Everything that is wrong. `expected_manifest`: the manifest's digest as the office keeps it, in hex."""
    manifest = files.get(MANIFEST)
    if manifest is None:
        return [Problem(MANIFEST, "缺少清单", "the manifest is missing")]
    problems = _manifest_digest_problems(files, manifest, expected_manifest)
    try:
        content = json.loads(manifest)
        problems += _file_problems(files, content)
        problems += _completeness_problems(files, content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return [*problems, Problem(MANIFEST, "清单无法读取", "the manifest cannot be read")]
    try:
        events, log_problems = _log_problems(files, content)
        # A log that is not whole cannot say which papers there should be.
        return problems + (
            log_problems or [*_paper_problems(content, events), *_signature_problems(content, events)]
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return [*problems, Problem(EVENTS, "过程记录无法读取", "the log or its heads cannot be read")]


def _manifest_digest_problems(
    files: dict[str, bytes], manifest: bytes, expected: str | None
) -> list[Problem]:
    digest, kept = _digest(manifest), files.get(MANIFEST_DIGEST)
    problems = []
    if kept is None:
        problems.append(Problem(MANIFEST_DIGEST, "缺少此文件", "is missing"))
    elif kept != manifest_digest_line(manifest):
        words = "清单被改动，或其摘要被改动", "the manifest was altered, or this digest of it"
        problems.append(Problem(MANIFEST_DIGEST, *words))
    if expected is not None and expected.strip().lower() != digest:
        words = "清单与归档登记的摘要不符", "does not have the digest under which it was archived"
        problems.append(Problem(MANIFEST, *words))
    return problems


def manifest_digest_line(manifest: bytes) -> bytes:
    """As `sha256sum` writes and checks it."""
    return f"{_digest(manifest)}  {MANIFEST}\n".encode()


def _file_problems(files: dict[str, bytes], manifest: dict[str, Any]) -> list[Problem]:
    problems = []
    listed = {each["path"]: each for each in manifest["files"]}
    for path, entry in listed.items():
        content = files.get(path)
        if content is None:
            problems.append(Problem(path, "清单所列文件缺失", "is in the manifest, but missing"))
        elif len(content) != entry["size"] or _digest(content) != entry["sha256"]:
            problems.append(Problem(path, "文件被改动", "was altered"))
    if _digest(files.get(PLAN, b"")) != manifest["plan"]:
        problems.append(Problem(PLAN, "不是清单所指的方案", "is not the plan that the manifest names"))
    strange = sorted(set(files) - set(listed) - {MANIFEST, MANIFEST_DIGEST})
    return problems + [Problem(path, "不在清单中", "is not in the manifest") for path in strange]


def _completeness_problems(files: dict[str, bytes], manifest: dict[str, Any]) -> list[Problem]:
    """What the plan of the case demands of its archive, by the manifest's own list."""
    problems = []
    for each in manifest["expected"]:
        if each["path"] is None or each["path"] not in files:
            name = f"{each['what']} {each['name']}"
            problems.append(Problem(name, "应归档而缺失", "belongs to the archive, but is missing"))
    return problems


def _log_problems(
    files: dict[str, bytes], manifest: dict[str, Any]
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """The events up to the first that is wrong, and what is wrong with it or with the end of the log."""
    chain = json.loads(files[CHAIN])
    events: list[dict[str, Any]] = []
    head: bytes | None = None
    for number, line in enumerate(files[EVENTS].split(b"\n")[:-1], start=1):
        where = f"{EVENTS} #{number}"
        event = _event_of(line)
        if event is None:
            return events, [Problem(where, "此条记录被改动", "this event was altered")]
        if event.get("number") != number:
            return events, [Problem(where, "此条记录缺失", "this event is missing")]
        head_before, head = head, bytes.fromhex(event["hash"])
        if chain_hash(event, chain["case_id"], head_before) != head:
            words = "此条记录被改动，或与上一条不衔接", "altered, or does not follow from the one before"
            return events, [Problem(where, *words)]
        events.append(event)
    kept = chain["events"], chain["head"]
    if kept != (len(events), head.hex() if head else None) or not files[EVENTS].endswith(b"\n"):
        last = f"{EVENTS} #{max(len(events), chain['events'])}"
        words = "末尾的记录被改动或删除", "the end of the log was altered or cut off"
        return events, [Problem(last, *words)]
    if chain["case_no"] != manifest["case_no"]:
        return events, [Problem(CHAIN, "与清单不是同一办件", "is of another case than the manifest")]
    return events, []


def _event_of(line: bytes) -> dict[str, Any] | None:
    """None when the line is not an event in the form in which it was written."""
    try:
        event = json.loads(line)
        return event if line == json_line(event) and isinstance(event["hash"], str) else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def json_line(event: dict[str, Any]) -> bytes:
    return json.dumps(event, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _paper_problems(manifest: dict[str, Any], events: list[dict[str, Any]]) -> list[Problem]:
    """Every paper stands in the log with its digest, and every paper of the log is here."""
    issued: dict[str, set[str]] = {}
    for event in events:
        if event["kind"] == ISSUED:
            issued.setdefault(event["data"]["document"], set()).add(event["data"]["sha256"])
    papers = {each["document"]: each for each in manifest["files"] if each.get("document")}
    problems = []
    for document, entry in papers.items():
        if entry["sha256"] not in issued.get(document, set()):
            words = "与过程记录中的文书摘要不符", "is not the paper that the log says was issued"
            problems.append(Problem(entry["path"], *words))
    for document in sorted(set(issued) - set(papers)):
        words = "过程记录中的文书缺失", "a paper that the log says was issued is missing"
        problems.append(Problem(f"document {document}", *words))
    return problems


def _signature_problems(manifest: dict[str, Any], events: list[dict[str, Any]]) -> list[Problem]:
    """Every signed text and every signature is the one whose digest the log has, and none is missing."""
    problems = []
    for event in events:
        if event["kind"] != SIGNED:
            continue
        data = event["data"]
        for name, digest in (("statement", data["sha256"]), ("signature", data["signature"])):
            entry = next((each for each in manifest["files"] if each.get(name) == data["statement"]), None)
            if entry is None:
                words = "过程记录中的签名或其文字缺失", "what the log says was signed is missing"
                problems.append(Problem(f"{name} {data['statement']}", *words))
            elif entry["sha256"] != digest:
                words = "与过程记录中的签名摘要不符", "is not what the log says was signed"
                problems.append(Problem(entry["path"], *words))
    return problems


def _signatures_of(manifest: dict[str, Any]) -> list[str]:
    return [each["path"] for each in manifest["files"] if each.get("signature")]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main(arguments: list[str]) -> int:
    place = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    try:
        files = read_package(place)
        problems = problems_of(files, arguments[1] if len(arguments) > 1 else None)
    except Unusable as unusable:
        sys.stderr.write(f"{unusable}\n")
        return 1
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    if problems:
        return 1
    manifest = json.loads(files[MANIFEST])
    sys.stdout.write(f"OK {manifest['case_no']}: {len(files)} files, whole and complete / 完整无误\n")
    sys.stdout.write(f"SHA-256 of {MANIFEST}: {_digest(files[MANIFEST])}\n")
    for path in _signatures_of(manifest):
        sys.stdout.write(
            f"{path}: digest checked; the signature itself (CMS) needs a tool of its own, see README.txt"
            " / 仅核对摘要，签名本身请用 README.txt 所述工具核验\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
