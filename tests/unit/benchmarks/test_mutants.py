"""A mutant is the library with one mistake in it, and nothing else changed."""

import copy
from pathlib import Path

import pytest

from benchmarks.mistakes import Mistake, mistakes_of, with_mistake
from benchmarks.mutants import Outcome, Workshop, chosen, lines_of, workshop

LIBRARY = Path(__file__).parents[2] / "definitions" / "library_card"
KINDS = {
    "drop a condition",
    "drop a dependency",
    "drop a row of the organisation",
    "drop a text",
    "drop an entry",
    "lengthen a limit",
    "misspell a key",
    "misspell a name",
    "misspell in an expression",
    "negate a condition",
    "remove a remedy",
    "remove an option",
    "say twice",
    "shorten a limit",
    "swap a condition",
}


@pytest.fixture(scope="module")
def bench() -> Workshop:
    return workshop(LIBRARY, examples=True)


def test_every_kind_of_mistake_is_made(bench: Workshop) -> None:
    assert {each.kind for each in chosen(bench, each=1, seed=1)} >= KINDS


def test_a_mistake_is_one_change_and_the_definition_itself_stays_as_it_was(bench: Workshop) -> None:
    for file, data in bench.documents.items():
        before = copy.deepcopy(data)
        for mistake in mistakes_of(file, data):
            assert with_mistake(data, mistake) != before, mistake.in_words()
        assert data == before


def test_the_same_seed_makes_the_same_mistakes(bench: Workshop) -> None:
    assert chosen(bench, each=3, seed=7) == chosen(bench, each=3, seed=7)


@pytest.mark.parametrize(
    ("kind", "by"),
    [
        ("drop a text", "text-missing"),
        ("misspell in an expression", "expression"),
        ("drop a row of the organisation", "nobody-responsible"),
    ],
)
def test_a_mistake_that_is_found_is_told_with_the_rule_that_found_it(
    bench: Workshop, kind: str, by: str
) -> None:
    outcomes = [bench.judge(each) for each in chosen(bench, each=20, seed=1) if each.kind == kind]
    assert by in {code for outcome in outcomes for code in outcome.by}, outcomes
    assert "refused" in {outcome.fate for outcome in outcomes}


def test_a_library_with_problems_of_its_own_says_nothing_about_mistakes(tmp_path: Path) -> None:
    (tmp_path / "item.yaml").write_text("item: nothing\n", encoding="utf-8")
    with pytest.raises(ValueError, match="problems of its own"):
        workshop(tmp_path, examples=True)


def test_what_was_not_found_is_listed_with_its_place() -> None:
    missed = Outcome(Mistake("drop an entry", "a.yaml", ("fields", 2), None, "person.name"), "survived", ())
    found = Outcome(Mistake("drop a text", "a.yaml", ("title", "en"), None, "x"), "refused", ("missing",))
    lines = lines_of([missed, found])
    assert "| all | 2 | 1 | 0 | 0 | 1 |" in lines
    assert lines[-1] == "survived: drop an entry: a.yaml fields.2: person.name"
