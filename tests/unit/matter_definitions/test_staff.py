"""A step that nobody of an office may do is told before the matter is published there."""

from dataclasses import replace
from pathlib import Path

import pytest

from matter_definitions.check import check_source
from matter_definitions.library_index import Library, StaffMember, load_library

DEFINITIONS = Path(__file__).parents[2] / "definitions"
ITEM = (DEFINITIONS / "library_card/items/library/library-card.yaml").read_text(encoding="utf-8")
CARD_PRINT = (DEFINITIONS / "library_card/items/library/card-print.yaml").read_text(encoding="utf-8")
LEVELS = """
    levels:
      - {code: clerk, title: {zh: 经办, en: Clerk}, rank: 1}
      - {code: head, title: {zh: 负责人, en: Head}, rank: 3}
"""
IN_LEVELS = ITEM.replace("    decides: true\n", f"    decides: true{LEVELS}", 1)
BY_THE_HEAD = ITEM.replace("    decides: true\n", "    decides: true\n    rank: 2\n", 1)


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(DEFINITIONS / "library_card")


def offices(library: Library) -> set[str]:
    return {row.department for row in library.responsibility if row.item == "library-card"}


def told(library: Library, text: str, *people: StaffMember) -> list[tuple[str, str]]:
    """Of an installation in which these people sit in each office of the item."""
    staffed = replace(library, staff=dict.fromkeys(offices(library), people))
    return [(each.code, each.path) for each in check_source(text, library=staffed).problems]


def test_an_office_in_which_somebody_may_do_each_step_gives_no_alarm(library: Library) -> None:
    assert offices(library)
    assert told(library, ITEM, StaffMember(1)) == []
    one_each = [StaffMember(1, frozenset({item})) for item in ("library-card", "family-card")]
    assert told(library, ITEM, *one_each) == []
    assert told(library, IN_LEVELS, StaffMember(1), StaffMember(3)) == []
    assert told(library, BY_THE_HEAD, StaffMember(1), StaffMember(2)) == []


def test_an_office_that_has_nobody_yet_is_no_mistake_of_the_definition(library: Library) -> None:
    assert told(library, IN_LEVELS) == []


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (ITEM, [StaffMember(1, frozenset({"family-card"}))]),
        (IN_LEVELS, [StaffMember(1), StaffMember(2)]),
        (IN_LEVELS, [StaffMember(3)]),
        (BY_THE_HEAD, [StaffMember(1), StaffMember(1)]),
    ],
    ids=["nobody has the item", "nobody has the rank", "one person for two levels", "nobody is the head"],
)
def test_a_step_that_nobody_of_the_office_may_do_is_refused(
    library: Library, text: str, people: list[StaffMember]
) -> None:
    assert told(library, text, *people) == [("nobody-may", "steps.0")]


def test_so_is_the_review_of_a_form_where_everything_after_it_is_done_by_a_register(library: Library) -> None:
    reviewed = CARD_PRINT.replace("acceptance: rule", "acceptance: officer")
    offices = {row.department for row in library.responsibility if row.item == "card-print"}
    others = frozenset({"library-card", "family-card"})
    nobody = replace(library, staff=dict.fromkeys(offices, (StaffMember(1, others),)))
    assert check_source(CARD_PRINT, library=nobody).ok
    problems = check_source(reviewed, library=nobody).problems
    assert {(each.code, each.path) for each in problems} == {("nobody-may", "acceptance")}


def test_what_another_department_does_has_to_be_possible_in_one_of_them(library: Library) -> None:
    """In which of them a case will ask is known only then."""
    text = ITEM.replace("    decides: true\n", "    decides: true\n    by: {department: school}\n", 1)
    schools = sorted(code for code, each in library.departments.items() if each.kind == "school")
    theirs = dict.fromkeys(schools, (StaffMember(1, frozenset({"study-proof"})),))
    [problem] = check_source(text, library=replace(library, staff=theirs)).problems
    assert (problem.code, problem.path) == ("nobody-may", "steps.0")
    able = {**theirs, schools[0]: (StaffMember(1),)}
    assert check_source(text, library=replace(library, staff=able)).ok
