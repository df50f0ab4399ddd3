"""Definitions checked as if they stood in the library already, without changing it."""

import json
from pathlib import Path

import pytest

from matter_definitions.check import check_files, check_library, check_source
from matter_definitions.library_index import Library, built_in_library, library_of, load_library
from matter_definitions.plan import to_json
from matter_definitions.read import read_document

DEFINITIONS = Path(__file__).parents[2] / "definitions"
NEUTRAL = DEFINITIONS / "library_card"


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(NEUTRAL)


def test_a_whole_folder_can_be_checked_against_an_empty_library() -> None:
    result = check_files([NEUTRAL], library=Library())
    assert result.ok
    assert set(result.plans) == {"library-card"}


def test_a_changed_item_is_checked_with_the_matters_that_use_it(library: Library) -> None:
    text = (NEUTRAL / "items/library/card-print.yaml").read_text(encoding="utf-8")
    assert set(check_source(text, library=library).plans) == {"library-card"}
    broken = check_source(text.replace("reader.card_no]", "guardian.card_no]"), library=library, file="mine")
    assert not broken.ok
    assert {problem.file for problem in broken.problems} == {"mine"}
    assert "library-card" not in broken.plans


def test_a_changed_dictionary_is_checked_with_every_matter(library: Library) -> None:
    fee = '{"code": "fee", "title": {"zh": "费", "en": "Fee"}, "type": "text", "source": "library"}'
    element = f'{{"elements": [{fee}]}}'
    result = check_source(element, library=library)
    assert [problem.code for problem in result.problems] == ["not-money"]


def test_a_matter_that_does_not_use_it_is_left_alone(library: Library) -> None:
    text = (DEFINITIONS / "valid/small-matter.yaml").read_text(encoding="utf-8")
    assert set(check_source(text, library=library).plans) == {"small"}


def test_json_is_as_good_as_yaml(library: Library) -> None:
    text = (DEFINITIONS / "valid/small-matter.yaml").read_text(encoding="utf-8")
    as_json = json.dumps(read_document(text, file="x").data, ensure_ascii=False)
    assert check_source(as_json, library=library).plans == check_source(text, library=library).plans


def test_checking_changes_nothing(library: Library) -> None:
    before = library
    check_source("item: library-card", library=library)
    assert library == before
    assert library == load_library(NEUTRAL)


def test_what_nothing_uses_is_a_warning_only(library: Library) -> None:
    texts = [(str(path), path.read_text(encoding="utf-8")) for path in NEUTRAL.rglob("*.yaml")]
    more = "elements:\n  - {code: shoe_size, title: {zh: 鞋码, en: Shoe size}, type: integer}\n"
    more += "materials:\n  - {code: shoes, title: {zh: 鞋, en: Shoes}}\n"
    result = check_library(library_of([*texts, ("more.yaml", more)]))
    assert result.ok
    assert {(each.severity, each.code, each.line) for each in result.problems} == {
        ("warning", "unused", 2),
        ("warning", "unused", 4),
    }


def test_a_problem_speaks_both_languages(library: Library) -> None:
    [problem] = check_source("book: 1", library=library).problems
    assert problem.in_language("en-GB") == problem.en
    assert problem.in_language("zh-CN") == problem.zh


def test_the_benchmark_can_be_checked_beside_the_library_and_changes_no_plan_in_it() -> None:
    built_in = built_in_library()
    yardstick = Path(__file__).parents[3] / "benchmarks" / "definitions" / "yardstick"
    result = check_files([yardstick], library=built_in)
    assert result.problems == ()
    assert set(result.plans) == {*built_in.matters, "yardstick", "yardstick-receipt"}
    alone = check_library(built_in).plans["newborn"]
    assert to_json(result.plans["newborn"]) == to_json(alone)
