"""A mistake of form hides no other mistake, and nothing is told that only follows from it."""

from pathlib import Path

import pytest

from matter_definitions.check import check_files
from matter_definitions.check_stock import check_stock
from matter_definitions.library_index import Library, library_of, load_library
from matter_definitions.stock import Stock

DEFINITIONS = Path(__file__).parents[2] / "definitions"
SMALL = (DEFINITIONS / "valid" / "small-matter.yaml").read_text(encoding="utf-8")
PRINT = (DEFINITIONS / "valid" / "card-print.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(DEFINITIONS / "library_card")


def _told(library: Library, folder: Path, *texts: str) -> set[tuple[str, str]]:
    """Code and path of each error."""
    files = [folder / f"{number}.yaml" for number in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, encoding="utf-8")
    result = check_files(files, library=library)
    assert not result.ok
    assert not result.plans
    return {(each.code, each.path) for each in result.problems if each.severity == "error"}


def _broken(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_mistakes_of_five_layers_in_one_file_are_all_told(library: Library, tmp_path: Path) -> None:
    text = _broken(
        SMALL,
        ("title: {zh: 小事, en: Small matter}", "title: {zh: 小事}"),  # the form of a text
        ("minimum: 0, maximum: 5", "minimum: none, maximum: 5"),  # the type of a value
        ("{item: address-proof, when: answers.resident}", "{item: address-proof, after: [library-card]}"),
        ("for_each: member, after: [library-card]", "for_each: member, after: [library-cart]"),  # a name
        ("CASE_COMPLETED", "CASE_DONE"),  # what the engine knows
        ("answers.age_group == 'minor'", "answers.age_group == 'child'"),  # an expression
    )
    assert _told(library, tmp_path, text) == {
        ("text-missing", "title.en"),
        ("wrong-type", "questions.2.minimum"),
        ("circle", "items.0.after"),
        ("unknown-predecessor", "items.2.after.0"),
        ("unknown-event", "papers.0.event"),
        ("unknown-option", "subjects.1.when"),
    }


def test_files_beside_it_are_looked_at_as_well(library: Library, tmp_path: Path) -> None:
    item = _broken(PRINT, ("zh: 计算工本费, ", ""))
    matter = _broken(SMALL, ("after: [library-card]}", "after: [nothing-there]}"))
    assert _told(library, tmp_path, item, matter) >= {
        ("text-missing", "steps.0.title.zh"),
        ("unknown-predecessor", "items.2.after.0"),
    }


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        (("kind: boolean, title", "kind: yes_no, title"), "not-an-option", "questions.0.kind"),
        (("maximum: 5", "maximum: five"), "wrong-type", "questions.2.maximum"),
        (("title: {zh: 读者, en: Reader}, ", ""), "missing", "subjects.0.title"),
        (("expires_after_days: 7", "expires_after_days: 900"), "wrong-type", "consents.0.expires_after_days"),
        (("promise: 6 working days", "promise: soon"), "limit", "promise"),
        (
            ("shows: [reader.name]", "shown: [reader.name]\n    shows: [reader.name]"),
            "unknown-entry",
            "consents.0.shown",
        ),
    ],
)
def test_what_follows_from_a_mistake_of_form_is_not_told(
    library: Library, tmp_path: Path, change: tuple[str, str], code: str, path: str
) -> None:
    assert _told(library, tmp_path, _broken(SMALL, change)) == {(code, path)}


def test_an_element_with_a_mistake_is_still_the_element(library: Library, tmp_path: Path) -> None:
    """Two of them without a title are no two of the same title."""
    elements = """\
elements:
  - {code: seat, title: {zh: 座位}, type: text}
  - {code: row, title: {zh: 排}, type: texts}
"""
    assert _told(library, tmp_path, elements) == {
        ("text-missing", "elements.0.title.en"),
        ("text-missing", "elements.1.title.en"),
        ("unknown-type", "elements.1.type"),
    }


def test_of_an_item_with_a_mistake_its_matters_say_no_more_than_that(
    library: Library, tmp_path: Path
) -> None:
    """Its field is there for those that take it from this item, and so is the item."""
    text = (DEFINITIONS / "library_card" / "items" / "library" / "library-card.yaml").read_text(
        encoding="utf-8"
    )
    assert _told(library, tmp_path, _broken(text, ("statutory: 20 working days", "statutory: 20 days"))) == {
        ("limit", "limits.statutory")
    }


def test_who_only_reads_gets_nothing_that_has_mistakes() -> None:
    broken = _broken(SMALL, ("title: {zh: 小事, en: Small matter}", "title: {zh: 小事}"))
    assert not library_of([("small.yaml", broken)]).matters
    assert library_of([("small.yaml", broken)], mend=True).matters
    assert not check_stock(Stock(), [("small.yaml", broken)]).plans
