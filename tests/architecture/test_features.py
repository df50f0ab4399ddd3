"""docs/features.md is honest: what it names exists, and nothing works without a test that shows it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tests.architecture.project_files import ROOT

PAGE = ROOT / "docs" / "features.md"
STATES = ("works", "partly", "not yet")


def numbers(letter: str, *ranges: tuple[int, int]) -> list[str]:
    return [f"{letter}{number:02}" for first, last in ranges for number in range(first, last + 1)]


# Every feature that the product is measured by. Ids are stable: a gap is a number that was given up.
ALL_IDS = [
    *numbers("A", (1, 11)),
    *numbers("B", (1, 13)),
    *numbers("C", (1, 21)),
    *numbers("D", (1, 22), (24, 24)),
    *numbers("E", (1, 24), (28, 28), (30, 31), (33, 33)),
    *numbers("F", (1, 18), (21, 26)),
    *numbers("G", (1, 3), (5, 5), (7, 19), (24, 24)),
    *numbers("H", (1, 8), (10, 19)),
    *numbers("Z", (1, 11)),
]
GIVEN_UP = {"F19", "F20", "G04", "G06"}


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    name: str
    state: str
    folders: Sequence[str]
    tests: Sequence[str]


def read_rows() -> list[Row]:
    rows = re.findall(
        r"^\| ([A-Z]\d\d) \| (.+?) \| (.+?) \| (.*?) \| (.*?) \|$",
        PAGE.read_text("utf-8"),
        flags=re.MULTILINE,
    )
    return [
        Row(code, name, state, re.findall(r"`([^`]+)`", folders), re.findall(r"`([^`]+)`", tests))
        for code, name, state, folders, tests in rows
    ]


ROWS = read_rows()


def ids(rows: Sequence[Row]) -> list[str]:
    return [row.id for row in rows]


def test_every_feature_has_one_row_in_order() -> None:
    assert not GIVEN_UP & set(ALL_IDS)
    assert ids(ROWS) == ALL_IDS


def test_the_state_is_one_of_three() -> None:
    assert ids([row for row in ROWS if row.state not in STATES]) == []


def test_every_folder_and_file_that_is_named_exists() -> None:
    gone = [f"{row.id}: {folder}" for row in ROWS for folder in row.folders if not (ROOT / folder).exists()]
    assert gone == []


def test_every_test_that_is_named_exists() -> None:
    assert [f"{row.id}: {named}" for row in ROWS for named in row.tests if not is_a_test(named)] == []


def is_a_test(named: str) -> bool:
    """`named` is `<file below tests/>::<function>`."""
    file, _, name = named.partition("::")
    path = ROOT / "tests" / file
    pattern = re.compile(rf"^\s*(async )?def {re.escape(name)}\(", re.MULTILINE)
    return path.is_file() and pattern.search(path.read_text("utf-8")) is not None


def test_what_is_said_to_work_has_a_folder_and_a_test_that_shows_it() -> None:
    works = [row for row in ROWS if row.state == "works"]
    assert works
    assert ids([row for row in works if not row.folders or not row.tests]) == []


def test_nothing_shows_what_is_not_there_yet() -> None:
    assert ids([row for row in ROWS if row.state == "not yet" and (row.tests or row.folders)]) == []
