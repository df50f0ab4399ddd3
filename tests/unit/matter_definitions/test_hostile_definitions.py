"""Definitions that are written to do harm are refused with a reason, and cost little before they are."""

from pathlib import Path

import pytest

from expressions.compile import compile_expression
from expressions.problems import ExpressionFailed, ExpressionProblem
from expressions.types import ValueType
from matter_definitions.check import check_source
from matter_definitions.library_index import Library, load_library
from matter_definitions.read import MAX_CHARACTERS, MAX_ENTRIES
from matter_definitions.schema import MOST_TOLD
from matter_definitions.sources import NotOneDefinition, read_source

DEFINITIONS = Path(__file__).parents[2] / "definitions"
SMALL = (DEFINITIONS / "valid/small-matter.yaml").read_text(encoding="utf-8")
HEAD, ITEMS = SMALL.partition("items:\n")[0], "items:\n"
FEW_LINES = "a: &a [x, x]\nb: &b [*a, *a, *a]\nmatter: [*b, *b, *b]\n"

UNREADABLE = {
    "a bomb of aliases": FEW_LINES,
    "ten thousand items": HEAD + ITEMS + "  - {item: a}\n" * 10_000,
    "names without end": "matter: a\n" + "".join(f"mattr{n}: 1\n" for n in range(MAX_ENTRIES + 1)),
    "lists in lists": "matter: " + "[" * 100_000,
    "mappings in mappings": "\n".join(" " * n + "a:" for n in range(400)),
    "ten megabytes": "matter: a\n# " + "x" * 10_000_000,
    "two documents": "matter: a\n---\nmatter: b\n",
    "a control character": "matter: a\x07",
    "half a character": '{"matter": "\\ud800"}',
}
REFUSED = {
    "a name of a quarter of a million letters": ("matter: " + "a" * 250_000, "wrong-type"),
    "a number that fills the file": ("matter: a\ncorrection_days: " + "9" * 250_000, "wrong-type"),
    "a title as long as a book": (SMALL.replace("小事", "事" * 100_000), "wrong-type"),
    "an object of the program": ('matter: !!python/object/apply:os.system ["true"]', "wrong-type"),
    "HTML": (SMALL.replace("小事", "小<b>事</b>"), "markup"),
    "a script": (SMALL.replace("Small matter", "A <script>alert(1)</script>"), "markup"),
    "the zero character": (SMALL.replace("{zh: 小事", '{zh: "小\\0事"'), "markup"),
    "words turned round": (SMALL.replace("小事", "小\u202e事"), "markup"),
    "words that are not seen": (SMALL.replace("小事", "小\u2066\u200b事"), "markup"),
    "a script among the synonyms": (SMALL + "\nsynonyms: ['<script>']\n", "markup"),
    "synonyms without end": (f"{SMALL}\nsynonyms: [{', '.join(['a'] * 60)}]\n", "wrong-type"),
    "brackets in brackets": (SMALL.replace("when: answers.r", f"when: {'(' * 900}answers.r"), "expression"),
    "repeated for ever": (SMALL.replace("repeats: answers.members", 'repeats: "2000000000"'), "too-many"),
}


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(DEFINITIONS / "library_card")


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_definition_is_not_even_kept_as_a_draft(text: str, library: Library) -> None:
    with pytest.raises(NotOneDefinition):
        read_source(text)
    assert [each.code for each in check_source(text, library=library).problems] == ["unreadable"]


@pytest.mark.parametrize(("text", "code"), REFUSED.values(), ids=REFUSED)
def test_what_nobody_should_write_is_refused_with_a_reason(text: str, code: str, library: Library) -> None:
    assert len(text) < MAX_CHARACTERS
    found = check_source(text, library=library)
    assert code in {each.code for each in found.problems if each.severity == "error"}
    assert not found.plans


def test_of_mistakes_without_end_the_first_hundred_are_told(library: Library) -> None:
    text = "matter: a\n" + "".join(f"mattr{n}: 1\n" for n in range(MAX_ENTRIES - 1))
    found = check_source(text, library=library).problems
    assert len(found) == MOST_TOLD + 1
    [last] = [each for each in found if each.code == "more-mistakes"]
    missing = ["title", "summary", "audience", "lead", "subjects", "items"]
    assert str(MAX_ENTRIES - 1 + len(missing) - MOST_TOLD) in last.en


@pytest.mark.parametrize("source", ["[1].map(x, x + 1).size() > 0", "[1, 2] . filter (x, x > 1).size() > 0"])
def test_an_expression_makes_no_lists_of_its_own(source: str) -> None:
    with pytest.raises(ExpressionProblem):
        compile_expression(source, variables={}, result=ValueType.BOOL)


def test_a_loop_in_loops_ends_by_itself() -> None:
    source = "true"
    for depth in range(8):
        source = f"[1, 2, 3, 4, 5, 6, 7, 8, 9, 0].all(v{depth}, {source})"
    endless = compile_expression(source, variables={}, result=ValueType.BOOL)
    with pytest.raises(ExpressionFailed):
        endless.evaluate({})


def test_a_pattern_that_would_try_for_ever_does_not() -> None:
    source = "form.name.matches('(a+)+$')"
    slow = compile_expression(source, variables={"form.name": ValueType.STRING}, result=ValueType.BOOL)
    assert slow.evaluate({"form.name": "a" * 5_000 + "b"}) is False
