"""YAML with line numbers, and only the harmless part of YAML."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from matter_definitions.read import Unreadable, read_document

plain = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(min_size=1, max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(data=st.dictionaries(st.text(min_size=1, max_size=8), plain, max_size=5))
def test_json_is_read_as_it_is_written(data) -> None:
    assert read_document(json.dumps(data), file="x").data == data


def line_of_problem(text: str) -> int | None:
    try:
        read_document(text, file="x")
    except Unreadable as reason:
        return reason.line if reason.zh and reason.en else 0
    return None


@given(text=st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_line(text: str) -> None:
    assert line_of_problem(text) is None or line_of_problem(text)


def test_each_place_knows_its_line() -> None:
    document = read_document("matter: a\nitems:\n  - item: b\n    when: c\n  - item: d\n", file="x")
    assert document.line(("matter",)) == 1
    assert document.line(("items", 0, "when")) == 4
    assert document.line(("items", 1)) == 5
    assert document.line(("items", 1, "missing")) == 5
    assert document.line(("nowhere",)) == 1


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("on", "on"),
        ("2026-02-12", "2026-02-12"),
        ("1.5", "1.5"),
        ("007", "007"),
        ("12", 12),
        ("true", True),
        ('"12"', "12"),
        ("", None),
        ("330106000000", 330106000000),
    ],
)
def test_words_are_words_and_only_whole_numbers_are_numbers(written: str, meant: object) -> None:
    assert read_document(f"a: {written}", file="x").data == {"a": meant}


@pytest.mark.parametrize(
    "text",
    [
        "- a\n- b\n",
        "a: &x 1\nb: *x\n",
        "a: 1\na: 2\n",
        "a: [1\n",
        "? [a]\n: b\n",
        "a: " + "[" * 40 + "]" * 40,
        "a: b\n---\nc: d\n",
        "",
        '{"a": "\\ud842"}',
        "x" * 1_000_001,
    ],
)
def test_what_is_dangerous_or_unclear_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_document(text, file="x")


def test_it_agrees_with_yaml_on_ordinary_files() -> None:
    text = "a: {zh: 中, en: x}\nb: [1, two, true]\nc: |\n  some\n  lines\n"
    assert read_document(text, file="x").data == yaml.safe_load(text)


@pytest.mark.parametrize(
    "deep", ["[" * 100_000, "a: " + "{a: " * 20_000, "\n".join("- " * n for n in range(1, 500))]
)
def test_what_is_nested_without_end_is_refused_before_anything_is_built(deep: str) -> None:
    with pytest.raises(Unreadable):
        read_document(deep, file="deep.yaml")
