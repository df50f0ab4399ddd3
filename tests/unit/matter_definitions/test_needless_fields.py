"""A department sees no field that it provably has no need of; what somebody has to ask for may be asked."""

from pathlib import Path

import pytest

from matter_definitions.compile import compile_matter
from matter_definitions.library_index import library_of, load_library

CARDS = Path(__file__).parents[2] / "definitions" / "library_card"
LIBRARY = load_library(CARDS)
MATTER = "matters/library-card.yaml"
PROOF = "items/school/study-proof.yaml"
SENT = ", school: reader.school_name"
SCHOOL = (PROOF, "fields.2")


def _told(changed: dict[str, tuple[str, str]]) -> set[tuple[str, str]]:
    """File and path of each field without need, after each file was changed as said."""
    texts: list[tuple[str, str]] = []
    for file, (old, new) in changed.items():
        text = (CARDS / file).read_text(encoding="utf-8")
        assert old in text
        texts.append((file, text.replace(old, new)))
    library = LIBRARY.with_changes(library_of(texts))
    assert library.problems == ()
    problems = compile_matter(library, "library-card").problems
    assert {each.code for each in problems if each.severity == "error"} <= {"needless"}
    return {(each.file, each.path) for each in problems if each.code == "needless"}


def test_what_is_not_sent_any_more_is_needed_by_nobody() -> None:
    assert _told({PROOF: (SENT, "")}) == {SCHOOL}


@pytest.mark.parametrize(
    "person",
    [
        "acceptance: officer",
        "acceptance: rule\nlate_correction: true",
        "acceptance: rule\nprecheck: 1 working day",
        "acceptance: rule\nspecial_procedures: [{kind: inspection, maximum: 5 working days}]",
    ],
)
def test_a_person_who_has_the_item_before_her_may_have_to_read_all_of_it(person: str) -> None:
    text = (CARDS / PROOF).read_text(encoding="utf-8").replace(SENT, "")
    library = LIBRARY.with_changes(library_of([(PROOF, text.replace("acceptance: rule", person))]))
    problems = compile_matter(library, "library-card").problems
    assert library.problems == ()
    assert [each.code for each in problems if each.code == "needless"] == []


def test_what_the_matter_decides_by_somebody_has_to_ask_for() -> None:
    printed = "when: answers.printed, after", "when: reader.school_name != '', after"
    assert _told({PROOF: (SENT, ""), MATTER: printed}) == set()


def test_but_not_he_when_another_who_needs_it_asks_for_it_anyhow() -> None:
    """The name is shown to the guardian; the library card, which is always on, asks for it in any case."""
    proof = "name: reader.name, school: reader.school_name", "school: reader.school_name"
    assert _told({PROOF: proof}) == {(PROOF, "fields.0")}


def test_of_a_file_with_another_mistake_nothing_is_said_for_it_may_be_the_use_that_is_misspelled() -> None:
    text = (
        (CARDS / PROOF)
        .read_text(encoding="utf-8")
        .replace("school: reader.school_name", "school: reader.scool")
    )
    library = LIBRARY.with_changes(library_of([(PROOF, text)]))
    codes = {each.code for each in compile_matter(library, "library-card").problems}
    assert "needless" not in codes
    assert codes & {"never-known", "unknown-element"}
