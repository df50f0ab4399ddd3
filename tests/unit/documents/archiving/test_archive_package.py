"""A stranger finds out, with Python alone, whether an archive package is what was put into the archive."""

import ast
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from cli import app
from documents.archiving.package import ArchivedFile, Contents, Package, build_package
from documents.archiving.verify import Unusable, canonical, chain_hash, main, problems_of, read_package
from engine.chain import hash_of
from engine.who import THE_ENGINE
from matter_definitions.consequences import Event
from tests.unit.documents.archiving.archive_examples import CASE_ID, contents, happened, rows_of

Files = dict[str, bytes]


def files_of(package: Package) -> Files:
    with zipfile.ZipFile(io.BytesIO(package.content)) as found:
        return {name: found.read(name) for name in found.namelist()}


def places(files: Files, *, manifest: str | None = None) -> list[str]:
    return [each.where for each in problems_of(files, manifest)]


def with_manifest(files: Files, change: Callable[[dict[str, Any]], None]) -> Files:
    """As somebody would who alters the manifest and its digest beside it."""
    manifest = json.loads(files["manifest.json"])
    change(manifest)
    written = json.dumps(manifest).encode()
    line = f"{sha256(written).hexdigest()}  manifest.json\n".encode()
    return files | {"manifest.json": written, "manifest.sha256": line}


def listed_anew(files: Files, *paths: str) -> Files:
    """The manifest says of these files what they are now."""

    def change(manifest: dict[str, Any]) -> None:
        for each in manifest["files"]:
            if each["path"] in paths:
                content = files[each["path"]]
                each |= {"sha256": sha256(content).hexdigest(), "size": len(content)}

    return with_manifest(files, change)


@pytest.fixture(scope="module")
def files() -> Files:
    return files_of(build_package(contents()))


# --- whole ---------------------------------------------------------------------------------------------


def test_a_stranger_runs_the_script_inside_an_unpacked_package_and_reads_ok(tmp_path: Path) -> None:
    package = build_package(contents())
    with zipfile.ZipFile(io.BytesIO(package.content)) as found:
        found.extractall(tmp_path)
    run = subprocess.run(
        [sys.executable, "-I", "verify.py"], cwd=tmp_path, capture_output=True, text=True, check=False, env={}
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("OK 3301102603020000017")
    assert package.manifest_sha256 in run.stdout
    assert main([str(tmp_path), package.manifest_sha256]) == 0


def test_the_script_inside_imports_the_standard_library_alone(files: Files) -> None:
    imported = [
        line.split()[1]
        for line in files["verify.py"].decode().split("\n")
        if line.startswith(("import ", "from "))
    ]
    assert {each.split(".")[0] for each in imported} <= {*sys.stdlib_module_names}


def test_the_script_inside_is_written_for_a_python_of_years_ago(files: Files) -> None:
    ast.parse(files["verify.py"], feature_version=(3, 8))


def test_the_command_checks_a_package_with_the_digest_of_the_office(tmp_path: Path) -> None:
    package = build_package(contents())
    place = tmp_path / "package.zip"
    place.write_bytes(package.content)
    whole = CliRunner().invoke(app, ["verify-archive", str(place), "--manifest", package.manifest_sha256])
    assert (whole.exit_code, whole.output.startswith("OK")) == (0, True)
    another = CliRunner().invoke(app, ["verify-archive", str(place), "--manifest", "00" * 32])
    assert (another.exit_code, "manifest.json" in another.output) == (1, True)


def test_the_same_contents_give_the_same_bytes() -> None:
    assert build_package(contents()).content == build_package(contents()).content


def test_the_manifest_has_no_personal_data() -> None:
    package = build_package(contents())
    assert "李小雨" not in json.dumps(package.manifest, ensure_ascii=False)


def test_two_files_cannot_have_one_place_and_none_can_lie_outside() -> None:
    for path in ("manifest.json", "../elsewhere", "/etc/passwd"):
        with pytest.raises(ValueError, match="cannot be in the package"):
            build_package(_and_a_file(path))


def _and_a_file(path: str) -> Contents:
    given_contents = contents()
    more = [*given_contents.files, ArchivedFile(path, "paper", b"")]
    return Contents(
        **{name: getattr(given_contents, name) for name in Contents.__slots__ if name != "files"}, files=more
    )


# --- altered -------------------------------------------------------------------------------------------


@given(data=st.data())
def test_one_changed_byte_anywhere_is_found_and_its_file_is_named(files: Files, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(files)))
    place = data.draw(st.integers(0, len(files[path]) - 1))
    changed = bytearray(files[path])
    changed[place] ^= data.draw(st.integers(1, 255))
    named = places(files | {path: bytes(changed)})
    assert any(each.split(" #")[0] in {path, "manifest.json", "manifest.sha256"} for each in named)
    if path not in {"manifest.json", "manifest.sha256"}:
        assert path in named


@pytest.mark.parametrize("path", ["application/form.json", "papers/B8-1.pdf", "verify.py", "plan.json"])
def test_a_file_that_is_gone_is_named(files: Files, path: str) -> None:
    assert path in places({name: each for name, each in files.items() if name != path})


def test_a_file_that_does_not_belong_there_is_named(files: Files) -> None:
    assert places(files | {"papers/B9-1.pdf": b"%PDF"}) == ["papers/B9-1.pdf"]


def test_a_changed_event_is_named_by_its_number_also_when_the_manifest_was_made_to_fit(files: Files) -> None:
    lines = files["events.jsonl"].replace(b'"step":"receipt"', b'"step":"receibt"')
    assert places(files | {"events.jsonl": lines}) == ["events.jsonl", "events.jsonl #2"]
    assert places(listed_anew(files | {"events.jsonl": lines}, "events.jsonl")) == ["events.jsonl #2"]


@pytest.mark.parametrize("number", [1, 2, 4, 5])
def test_a_missing_event_is_named_by_its_number(files: Files, number: int) -> None:
    lines = files["events.jsonl"].splitlines(keepends=True)
    del lines[number - 1]
    fitted = listed_anew(files | {"events.jsonl": b"".join(lines)}, "events.jsonl")
    assert places(fitted)[0] == f"events.jsonl #{number}"


def test_an_event_that_was_put_in_is_named(files: Files) -> None:
    lines = files["events.jsonl"].splitlines(keepends=True)
    fitted = listed_anew(
        files | {"events.jsonl": b"".join([*lines[:2], lines[1], *lines[2:]])}, "events.jsonl"
    )
    assert places(fitted)[0] == "events.jsonl #3"


def test_a_log_of_another_case_does_not_fit(files: Files) -> None:
    chain = files["chain.json"].replace(f'"case_id": {CASE_ID}'.encode(), b'"case_id": 43')
    assert places(listed_anew(files | {"chain.json": chain}, "chain.json"))[0] == "events.jsonl #1"


def test_a_changed_manifest_is_named(files: Files) -> None:
    changed = files["manifest.json"].replace(b'"format": 1', b'"format": 2')
    assert places(files | {"manifest.json": changed}) == ["manifest.sha256"]


def test_a_manifest_changed_with_its_digest_is_found_by_the_digest_of_the_office(files: Files) -> None:
    kept = sha256(files["manifest.json"]).hexdigest()
    changed = with_manifest(files, lambda manifest: manifest.update(made_on="2030-01-01"))
    assert places(changed) == []
    assert places(changed, manifest=kept) == ["manifest.json"]


def test_a_paper_exchanged_together_with_its_line_in_the_manifest_is_found_by_the_log(files: Files) -> None:
    exchanged = files | {"results/card_result-1.pdf": b"%PDF-1.7 another certificate"}
    assert places(listed_anew(exchanged, "results/card_result-1.pdf")) == ["results/card_result-1.pdf"]


def test_a_paper_taken_out_together_with_its_lines_in_the_manifest_is_found_by_the_log(files: Files) -> None:
    def forget(manifest: dict[str, Any]) -> None:
        for part in ("files", "expected"):
            manifest[part] = [each for each in manifest[part] if each["path"] != "papers/B8-1.pdf"]

    without = {name: each for name, each in files.items() if name != "papers/B8-1.pdf"}
    assert [each.split()[0] for each in places(with_manifest(without, forget))] == ["document"]


def test_an_incomplete_package_says_what_is_missing() -> None:
    package = build_package(contents(missing=True))
    assert package.missing == ("paper completion_notice",)
    assert places(files_of(package)) == ["paper completion_notice"]


# --- nonsense ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nonsense", [b"", b"[]", b"{}", b"null", b"\xff", b'{"files": 3}', b"[" * 100_000])
@pytest.mark.parametrize("path", ["manifest.json", "chain.json", "events.jsonl"])
def test_nonsense_is_a_problem_and_never_a_crash(files: Files, path: str, nonsense: bytes) -> None:
    assert places(files | {path: nonsense})
    assert places(
        listed_anew(files | {path: nonsense}, path) if path != "manifest.json" else {path: nonsense}
    )


def test_what_is_no_package_is_said_to_be_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "package.zip").write_bytes(b"PK\x03\x04 not a zip")
    for place in ("package.zip", "nowhere"):
        with pytest.raises(Unusable):
            read_package(tmp_path / place)
        assert main([str(tmp_path / place)]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_a_zip_with_a_name_twice_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        package.writestr("manifest.json", "{}")
        with pytest.warns(UserWarning, match="Duplicate"):
            package.writestr("manifest.json", "{}")
    with pytest.raises(Unusable, match="twice"):
        read_package(tmp_path / "a.zip")


# --- the chain -----------------------------------------------------------------------------------------

_CODES = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.text(st.characters(exclude_categories=["Cs"]))
)
_EVENTS = st.lists(
    st.builds(
        Event,
        kind=st.sampled_from(["STEP_DONE", "COMMENT_ADDED"]),
        at=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),
        item=st.none() | st.just("card"),
        data=st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), _CODES, max_size=4),
    ),
    max_size=5,
)


@given(log=_EVENTS, case_id=st.integers(1, 2**62))
def test_the_script_repeats_the_chain_of_the_engine(log: list[Event], case_id: int) -> None:
    previous: bytes | None = None
    for row in rows_of([(THE_ENGINE, each) for each in log], case_id=case_id):
        event = {**row, "at": row["at"].astimezone(UTC).isoformat(), "hash": row["hash"].hex()}
        read_back = json.loads(json.dumps(event))
        assert chain_hash(read_back, case_id, previous) == hash_of(row, case_id=case_id, previous=previous)
        assert canonical(read_back) == canonical(event)
        previous = row["hash"]


def test_times_in_the_log_are_those_that_were_hashed_whatever_the_zone_of_the_row(files: Files) -> None:
    shanghai = datetime.now(UTC).astimezone().tzinfo
    moved = [{**row, "at": row["at"].astimezone(shanghai) + timedelta(0)} for row in rows_of(happened())]
    again = contents()
    log = type(again.log)(CASE_ID, moved, again.log.roots)
    package = build_package(
        Contents(**{name: getattr(again, name) for name in Contents.__slots__ if name != "log"}, log=log)
    )
    assert files_of(package)["events.jsonl"] == files["events.jsonl"]
