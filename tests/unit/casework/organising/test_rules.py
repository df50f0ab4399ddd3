"""What an entry may say: each register refuses what cannot be right, beside its column."""

from collections.abc import Mapping
from datetime import date
from typing import get_args

import pytest

from access.actor import Actor
from access.policy import POLICY
from access.relations import Relation
from casework.organising.csv_table import TableLine
from casework.organising.known import DepartmentLine, ItemLine, Known, PostLine
from casework.organising.planning import plan_changes
from casework.organising.region_tree import RegionLine, RegionTree
from casework.organising.register_rows import Entry
from casework.organising.registers import REGISTERS
from casework.organising.responsibility_grid import Cells
from casework.organising.rights import rights_of
from casework.organising.validity import Validity
from casework.words import words_of_file
from forms.form_plan import Text

TODAY = date(2026, 11, 21)
CITY, EAST, WEST, GONE = "330100000000", "330110000000", "330106000000", "330103000000"
SINCE = Validity(date(2000, 1, 1))


def department(code: str, *also: str, end: date | None = None) -> DepartmentLine:
    kind, _, region = code.partition("@")
    return DepartmentLine(code, kind, also, region, Text(code, code), Validity(None, end))


def region(code: str, end: date | None = None) -> RegionLine:
    return RegionLine(code, Text(code, code), None, Validity(SINCE.first, end))


KNOWN = Known(
    today=TODAY,
    regions=RegionTree([region(CITY), region(EAST), region(WEST), region(GONE, date(2021, 4, 9))]),
    departments={
        each.code: each
        for each in (
            department(f"health@{EAST}"),
            department(f"approval@{EAST}", "health"),
            department(f"police@{EAST}"),
            department(f"health@{WEST}", end=date(2026, 1, 1)),
        )
    },
    posts={"clerk": PostLine("clerk", "officer", f"health@{EAST}", SINCE)},
    items={"permit": ItemLine("permit", Text("许可", "Permit"), "health")},
    busy={"anna": 3},
    entries={("anna", "clerk"): Entry({"subject": "anna", "post": "clerk", "valid_to": ""}, 1)},
)
RIGHT: Mapping[str, Mapping[str, str]] = {
    "departments": {"code": f"tax@{EAST}", "name_zh": "税务", "name_en": "Tax"},
    "halls": {"code": "east", "region": EAST, "name_zh": "厅", "name_en": "Hall", "address_zh": "路",
              "address_en": "Road", "hours_zh": "9-17", "hours_en": "9-17", "valid_from": "2020-01-01"},
    "posts": {"code": "p", "title_zh": "岗", "title_en": "Post", "role": "officer",
              "department": f"health@{EAST}", "items": "permit", "valid_from": "2020-01-01"},
    "people": {"subject": "ben", "name": "某", "post": "clerk", "valid_from": "2020-01-01"},
    "responsibility": {"item": "permit", "region": EAST, "department": f"health@{EAST}"},
    "remedies": {"region": CITY, "authority_zh": "府", "authority_en": "G", "court_zh": "院",
                 "court_en": "C"},
}  # fmt: skip


def wrong_columns(register: str, **cells: str) -> set[str]:
    line = TableLine(1, {**RIGHT[register], **cells})
    planned = plan_changes(REGISTERS[register], [line], KNOWN)
    return {each.pointer.rpartition("/")[2] for each in planned.errors}


@pytest.mark.parametrize("register", RIGHT)
def test_a_right_entry_is_planned_as_new(register: str) -> None:
    planned = plan_changes(REGISTERS[register], [TableLine(1, RIGHT[register])], KNOWN)
    assert (len(planned.new), planned.errors) == (1, ())


@pytest.mark.parametrize(
    ("register", "column", "cell"),
    [
        ("departments", "code", f"tax@{GONE}"),
        ("departments", "code", "tax@999900000000"),
        ("departments", "code", "Tax"),
        ("departments", "uscc", "123"),
        ("halls", "region", GONE),
        ("halls", "valid_to", "2019-12-31"),
        ("halls", "valid_from", "2020-02-30"),
        ("posts", "department", ""),
        ("posts", "department", f"health@{WEST}"),
        ("posts", "role", "king"),
        ("posts", "rank", "0"),
        ("posts", "items", "permit nothing"),
        ("people", "post", "unknown"),
        ("people", "subject", "an na"),
        ("responsibility", "item", "nothing"),
        ("responsibility", "department", f"police@{EAST}"),
        ("responsibility", "department", f"health@{WEST}"),
        ("remedies", "days", "59"),
        ("remedies", "months", "five"),
        ("remedies", "authority_zh", ""),
    ],
)
def test_what_cannot_be_right_is_refused_beside_its_column(register: str, column: str, cell: str) -> None:
    assert wrong_columns(register, **{column: cell}) == {column}


def test_an_approval_bureau_does_items_of_other_kinds() -> None:
    assert wrong_columns("responsibility", department=f"approval@{EAST}") == set()


def test_a_clerk_of_the_window_needs_a_region_and_no_department() -> None:
    assert wrong_columns("posts", role="window") == {"department"}
    assert wrong_columns("posts", role="window", department="", items="") == {"region"}


def test_a_post_is_not_taken_from_somebody_with_open_tasks() -> None:
    cells = {"subject": "anna", "valid_to": "2026-12-31"}
    assert wrong_columns("people", **cells) == {"valid_to"}
    assert wrong_columns("people", subject="ben", valid_to="2026-12-31") == set()


def test_a_line_that_is_there_twice_is_named_with_the_other() -> None:
    lines = [TableLine(number, RIGHT["remedies"]) for number in (2, 5)]
    [problem] = plan_changes(REGISTERS["remedies"], lines, KNOWN).errors
    assert problem.pointer == "/rows/5/region"
    assert "2" in problem.en


def test_the_digest_is_of_exactly_these_changes_of_exactly_these_versions() -> None:
    def digest(version: int) -> str:
        entry = Entry({**RIGHT["remedies"], "department_kind": "", "days": "90", "months": "6"}, version)
        known = Known(today=TODAY, regions=KNOWN.regions, entries={(CITY, ""): entry})
        return plan_changes(REGISTERS["remedies"], [TableLine(1, RIGHT["remedies"])], known).digest

    assert digest(1) == digest(1) != digest(2)


def test_a_cell_counts_for_all_places_inside_until_one_has_its_own() -> None:
    cells = Cells(
        {("a", CITY): ("x", 1), ("a", EAST): ("y", 1), ("b", EAST): ("z", 1)},
        ("a", "b"),
        {"a": frozenset("ab"), "b": frozenset("ab")},
    )
    assert cells.find("a", WEST) == ("x", CITY)
    assert [cells.state("a", each) for each in (CITY, EAST, WEST)] == ["own", "own", "inherited"]
    assert [cells.state("b", each) for each in (CITY, EAST, WEST)] == ["below", "own", "empty"]


def test_a_place_where_other_items_of_the_matter_are_done_and_one_is_not_is_named() -> None:
    together = {"a": frozenset("ab"), "b": frozenset("ab")}
    cells = Cells({("a", EAST): ("x", 1), ("a", WEST): ("x", 1), ("b", EAST): ("z", 1)}, ("a", "b"), together)
    assert cells.lacking("a") == []
    assert cells.lacking("b") == [WEST]
    assert Cells({("a", EAST): ("x", 1)}, ("a", "b"), together).lacking("b") == [EAST]


def test_every_right_and_every_relation_has_words() -> None:
    words = words_of_file("organising/right_words.yaml")
    assert set(words["actions"]) == set(POLICY)
    assert set(words["relations"]) == set(get_args(Relation))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_rights_that_are_shown_are_those_that_the_policy_gives(language: str) -> None:
    actor = Actor("officer", "x", department=f"health@{EAST}", assurance="L4")
    shown = {each.action: each for each in rights_of(actor, language=language)}  # pyright: ignore[reportArgumentType]
    for action, grants in POLICY.items():
        assert shown[action].allowed == any("officer" in each.kinds for each in grants)
        assert shown[action].why
