"""A form edits the text at one place: read again it says what was meant, and everything else stays."""

from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matter_definitions.editing.edits import Edit, Insert, Move, Put, Remove, apply_to_data, value_at
from matter_definitions.editing.splicing import edited
from matter_definitions.editing.writing import block, flow
from matter_definitions.library_index import BUILT_IN
from matter_definitions.read import Path as Place
from matter_definitions.read import Unreadable, read_document

FILES = sorted((BUILT_IN / "items" / "police").glob("*.yaml"))
SOURCE = """\
# What it is.
item: dog-licence
title: {zh: 养犬登记, en: Dog licence} # its name

# Who needs what.
fields:
  # about the owner
  - owner.name
  - {field: owner.mobile, required: false}
  # about the dog
  - dog.dog_name
steps:
  - code: decide
    # one officer
    title: {zh: 审批, en: Decision}
    decides: true
"""

names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
texts = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12) | st.sampled_from(
    [
        "true",
        "no",
        "12",
        "",
        " x",
        "a: b",
        "a #b",
        "- x",
        "{x}",
        "《法》第三条",
        "null",
        "~",
        "x:",
        "!a",
        "=常数",
    ]
)
scalars = texts | st.integers(-9999, 9999) | st.booleans()
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)
documents = st.dictionaries(names, values, min_size=1, max_size=5)


@given(documents)
def test_what_is_written_says_the_same_when_it_is_read(data: dict[str, object]) -> None:
    for text in (block(data, indent=""), flow(data)):
        assert read_document(text, file="").data == data


@settings(max_examples=40)
@given(st.data(), documents, st.booleans())
def test_an_edited_text_says_what_was_meant(
    data: st.DataObject, document: dict[str, object], flat: bool
) -> None:
    text = flow(document) if flat else block(document, indent="") + "\n"
    for _ in range(3):
        document_now = read_document(text, file="").data
        edit = data.draw(edits_of(document_now))
        text = edited(text, [edit])
        assert read_document(text, file="").data == apply_to_data(document_now, edit)


@settings(max_examples=25)
@given(st.data())
def test_an_edit_of_the_library_changes_the_lines_of_its_place_alone(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(FILES))
    text = file.read_text(encoding="utf-8")
    document = read_document(text, file="")
    edit = data.draw(edits_of(document.data))
    after = edited(text, [edit])
    first, last = _lines_of(edit, document.lines)
    before_lines, after_lines = text.splitlines(), after.splitlines()
    assert after_lines[: first - 1] == before_lines[: first - 1]
    below = len(before_lines) - last
    assert below == 0 or after_lines[-below:] == before_lines[-below:]
    comments = [line for line in before_lines if line.lstrip().startswith("#")]
    gone = [line for line in comments if line not in after_lines]
    assert all(line in before_lines[first - 1 : last] for line in gone)


@pytest.mark.parametrize("file", FILES, ids=lambda each: each.stem)
def test_a_value_that_is_put_where_it_is_already_changes_nothing(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    document = read_document(text, file="").data
    assert edited(text, [Put(place, value_at(document, place)) for place in _places(document)]) == text


def test_a_text_is_changed_where_it_stands_and_its_comment_stays() -> None:
    assert edited(SOURCE, [Put(("title", "en"), "A licence")]) == SOURCE.replace("Dog licence", "A licence")


def test_an_entry_goes_with_the_comment_above_it_and_no_other() -> None:
    assert edited(SOURCE, [Remove(("fields", 2))]) == SOURCE.replace(
        "  # about the dog\n  - dog.dog_name\n", ""
    )


def test_a_moved_entry_takes_its_comment_along() -> None:
    moved = edited(SOURCE, [Move(("fields",), 2, 1)])
    assert "  # about the dog\n  - dog.dog_name\n  - {field: owner.mobile" in moved


def test_a_new_key_stands_where_the_language_has_it() -> None:
    after = edited(SOURCE, [Put(("department",), "police", order=("item", "title", "department", "fields"))])
    assert "# its name\ndepartment: police\n\n# Who needs what." in after


def test_what_is_missing_on_the_way_is_made() -> None:
    after = edited(SOURCE, [Put(("limits", "promised"), "3 working days")])
    assert after.endswith("limits: {promised: 3 working days}\n")


def test_the_last_entry_of_a_list_leaves_an_empty_list() -> None:
    assert read_document(edited(SOURCE, [Remove(("steps", 0))]), file="").data["steps"] == []


def test_a_line_that_grows_too_long_is_written_on_several() -> None:
    after = edited(SOURCE, [Put(("steps", 0, "title", "en"), "A" * 120)])
    assert max(len(line) for line in after.splitlines()) < 150
    assert "    title:\n      zh: 审批\n      en: AAA" in after


def test_an_empty_entry_is_filled_in() -> None:
    assert edited("item: x\ntitle:\nlast: y", [Put(("title",), "t")]) == "item: x\ntitle: t\nlast: y"


def test_a_text_that_is_no_definition_is_refused_as_such() -> None:
    with pytest.raises(Unreadable):
        edited("item: {a: 1", [Put(("title",), "t")])


@st.composite
def edits_of(draw: st.DrawFn, document: dict[str, object]) -> Edit:
    """An edit that is possible in this document."""
    lists = [path for path in _places(document) if isinstance(value_at(document, path), list)]
    filled = [path for path in lists if value_at(document, path)]
    kinds = ["put", "new", "remove"] + ["insert"] * bool(lists) + ["move"] * bool(filled)
    kind = draw(st.sampled_from(kinds))
    if kind == "insert":
        path = draw(st.sampled_from(lists))
        return Insert(path, draw(st.integers(0, _length(document, path))), draw(values))
    if kind == "move":
        path = draw(st.sampled_from(filled))
        last = _length(document, path) - 1
        return Move(path, draw(st.integers(0, last)), draw(st.integers(0, last)))
    place = draw(st.sampled_from(list(_places(document)))) if document else ()
    if kind == "remove" and place and len(document) > 1:
        return Remove(place)
    if kind == "put" and place:
        return Put(place, draw(values))
    mappings = [path for path in _places(document) if isinstance(value_at(document, path), dict)]
    return Put((*draw(st.sampled_from([(), *mappings])), "entry_that_is_new"), draw(values))


def _places(data: object, path: Place = ()) -> list[Place]:
    if isinstance(data, dict):
        pairs = list(cast("dict[str | int, object]", data).items())
    elif isinstance(data, list):
        pairs = list(enumerate(cast("list[object]", data)))
    else:
        return []
    return [each for key, value in pairs for each in ((*path, key), *_places(value, (*path, key)))]


def _length(document: object, path: Place) -> int:
    return len(cast("list[object]", value_at(document, path)))


def _lines_of(edit: Edit, lines: object) -> tuple[int, int]:
    """The lines that an edit may touch: those of the entry of the top level in which it lies."""
    by_place = cast("dict[Place, int]", lines)
    top = sorted({line for place, line in by_place.items() if len(place) == 1})
    first = by_place.get(edit.path[:1])
    if first is None:
        return top[-1], 10**6
    later = [line for line in top if line > first]
    # A comment right above the entry goes away with it.
    return max(first - 5, 1), (later[0] - 1 if later else 10**6)
