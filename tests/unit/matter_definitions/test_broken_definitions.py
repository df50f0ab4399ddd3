"""A folder of broken definitions, each with the problem that must be told (its first line says which)."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from engine.outside import known_outside
from matter_definitions.check import check_files, check_library
from matter_definitions.library_index import Library, load_library
from tests.every_case import for_every

DEFINITIONS = Path(__file__).parents[2] / "definitions"
BROKEN = sorted((DEFINITIONS / "broken").glob("*.yaml"))


@pytest.fixture(scope="module")
def library() -> Library:
    return replace(load_library(DEFINITIONS / "library_card"), outside=known_outside())


@for_every("path", BROKEN)
def test_a_broken_definition_is_refused_with_place_and_reason(path: Path, library: Library) -> None:
    expected = re.match(r"# expect: (\S+) at (\S+)", path.read_text(encoding="utf-8"))
    assert expected
    code, place = expected[1], expected[2].removeprefix("-")
    result = check_files([path], library=library)
    assert not result.ok
    told = {(problem.code, problem.path) for problem in result.problems if problem.severity == "error"}
    assert (code, place) in told
    for problem in result.problems:
        assert problem.line >= 1
        assert problem.zh
        assert problem.en
        assert problem.zh != problem.en


def test_the_line_is_the_line_of_the_mistake(library: Library) -> None:
    path = DEFINITIONS / "broken" / "unknown-option.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    [problem] = check_files([path], library=library).problems
    assert "'child'" in lines[problem.line - 1]
    assert problem.file == str(path)


def test_all_problems_are_told_at_once(library: Library, tmp_path: Path) -> None:
    text = (DEFINITIONS / "valid" / "small-matter.yaml").read_text(encoding="utf-8")
    text = text.replace("item: address-proof, when", "item: house-proof, when")
    text = text.replace("'minor'", "'child'").replace("CASE_COMPLETED", "CASE_DONE")
    broken = tmp_path / "broken.yaml"
    broken.write_text(text, encoding="utf-8")
    codes = {problem.code for problem in check_files([broken], library=library).problems}
    assert codes >= {"unknown-item", "unknown-option", "unknown-event"}


@pytest.mark.parametrize("name", ["small-matter", "card-print"])
def test_the_definitions_that_the_broken_ones_are_made_of_give_no_alarm(name: str, library: Library) -> None:
    result = check_files([DEFINITIONS / "valid" / f"{name}.yaml"], library=library)
    assert result.ok
    assert not result.problems
    assert result.plans


def test_a_valid_library_gives_no_alarm_and_not_even_a_warning(library: Library) -> None:
    result = check_library(library)
    assert result.ok
    assert result.problems == ()
    assert set(result.plans) == {"library-card"}


def test_a_file_that_cannot_be_read_is_a_problem_and_no_exception(library: Library, tmp_path: Path) -> None:
    binary = tmp_path / "photo.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    for path in (binary, tmp_path / "nowhere.yaml"):
        [problem] = check_files([path], library=library).problems
        assert problem.code == "unreadable"
