"""A definition is one text; files of the library fall apart into such texts, and together say the same."""

import pytest

from matter_definitions.compile import compile_matter
from matter_definitions.library_index import BUILT_IN, Library, built_in_library, library_of
from matter_definitions.plan import to_json
from matter_definitions.sources import KINDS, Kind, NotOneDefinition, Source, read_source, split
from matter_definitions.stock import Stock


def sources() -> list[Source]:
    files = sorted(BUILT_IN.rglob("*.yaml"))
    return [read_source(text) for file in files for text in split(file.name, file.read_text("utf-8"))]


def stock_of(parts: list[Source]) -> Stock:
    texts: dict[Kind, dict[str, str]] = {kind: {} for kind in KINDS}
    for part in parts:
        texts[part.kind][part.code] = part.text
    built_in = built_in_library()
    organisation = Library(
        regions=built_in.regions,
        departments=built_in.departments,
        responsibility=built_in.responsibility,
        remedies=built_in.remedies,
    )
    return Stock(texts, {f"{each.kind}:{each.code}": each.uses for each in parts}, organisation)


def test_the_library_taken_apart_gives_the_same_plans() -> None:
    whole, apart = built_in_library(), stock_of(sources()).library()

    assert list(apart.elements) == list(whole.elements)
    assert list(apart.materials) == list(whole.materials)
    plan, same = compile_matter(whole, "newborn").plan, compile_matter(apart, "newborn").plan
    assert plan is not None
    assert same is not None
    assert to_json(plan) == to_json(same)


def test_comments_stay_with_the_entry_below_them() -> None:
    text = "# of the file\nelements:\n  # first\n  - {code: one}\n  # of two\n  # more\n  - code: two\n"

    assert list(split("x.yaml", text)) == [
        "elements:\n  # first\n  - {code: one}\n",
        "elements:\n  # of two\n  # more\n  - code: two\n",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("matter: [", 2),
        ("elements:\n  - {code: one}\n  - {code: two}\n", 1),
        ("title: {zh: 一, en: one}\n", 1),
        ("summary: x\nmatter: ../newborn\n", 2),
        ('matter: "a\\0b"\n', 1),
        ("a: &x [1]\nb: *x\n", 1),
        ("elements: [{code: one}, {code: two}]\n", 1),
    ],
)
def test_what_defines_no_one_thing_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(NotOneDefinition) as refused:
        read_source(text)
    assert refused.value.line == line


def test_entries_on_one_line_cannot_be_taken_apart() -> None:
    with pytest.raises(NotOneDefinition):
        list(split("x.yaml", "elements: [{code: one}, {code: two}]\n"))


def test_a_draft_of_wrong_form_still_has_a_name_and_a_title() -> None:
    source = read_source("matter: shop\ntitle: {zh: 开店}\nnonsense: 1\n")

    assert (source.kind, source.code, source.title.zh, source.uses) == ("matter", "shop", "开店", ())


def test_a_matter_is_found_by_an_element_that_only_its_item_uses() -> None:
    stock = stock_of(sources())
    changes = library_of([("x", stock.texts["element"]["weight_grams"])])

    assert stock.matters_using(changes) == ["newborn"]


def test_what_is_not_looked_at_is_not_read() -> None:
    """A text that the language knows no more is as if it were not there, and does no harm beside others."""
    stock = Stock({"matter": {"old": "matter: old\nno_longer: known\n"}})

    library = stock.library()

    assert list(library.matters) == ["old"]
    assert library.matters.get("old") is None
    assert library.problems == ()
