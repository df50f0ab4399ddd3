"""Where a decision may be contested: the nearest place that holds, by whole levels of a region's code."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.form_plan import Text
from matter_definitions.check import check_library
from matter_definitions.library_index import library_of
from matter_definitions.offers import RemedyPlan
from matter_definitions.plan import Plan
from matter_definitions.remedies import contains, remedy_of

NEUTRAL = Path(__file__).parents[2] / "definitions" / "library_card"
TEXTS = [(str(path), path.read_text(encoding="utf-8")) for path in sorted(NEUTRAL.rglob("*.yaml"))]
LEVELS = (2, 4, 6, 9, 12)

places = st.text("0123456789", min_size=12, max_size=12).filter(lambda code: code[:2] != "00")


def remedy(region: str, words: str, department: str | None = None) -> RemedyPlan:
    return RemedyPlan(region, Text(words, words), Text("法院", "court"), department)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return check_library(library_of(TEXTS)).plans["library-card"]


@given(place=places, digits=st.sampled_from(LEVELS))
def test_every_level_above_a_place_contains_it(place: str, digits: int) -> None:
    assert contains(place[:digits].ljust(12, "0"), place)


@pytest.mark.parametrize(
    ("region", "place"),
    [("331000000000", "331100000000"), ("330110000000", "330111000000"), ("330106000000", "330100000000")],
)
def test_neighbours_and_what_lies_above_are_not_contained(region: str, place: str) -> None:
    assert not contains(region, place)


def test_the_whole_country_contains_every_place() -> None:
    assert contains("000000000000", "330106000000")


def test_the_longest_region_holds_and_the_departments_own_before_one_for_all(plan: Plan) -> None:
    remedies = (
        remedy("330000000000", "省"),
        remedy("330106000000", "区"),
        remedy("330106000000", "税务", "tax"),
    )
    plan = replace(plan, remedies=remedies)

    def found(region: str, department: str) -> str | None:
        held = remedy_of(plan, region=region, department_kind=department)
        return held.authority.zh if held else None

    assert found("330106001000", "police") == "区"
    assert found("330106001000", "tax") == "税务"
    assert found("330110000000", "tax") == "省"
    assert found("320000000000", "tax") is None


def test_publishing_fails_without_remedies_and_names_the_places() -> None:
    texts = [(file, text.partition("remedies:")[0]) for file, text in TEXTS]
    result = check_library(library_of(texts))
    assert not result.ok
    assert result.plans == {}
    lacking = [each for each in result.problems if each.code == "no-remedies"]
    assert [each.path for each in lacking] == ["items.0", "items.2", "items.3"]
    assert "330106000000, 330110000000" in lacking[0].en


def test_what_no_officer_can_refuse_needs_none() -> None:
    """study-proof is accepted by rule and answered by a register alone."""
    texts = [(file, text.partition("remedies:")[0]) for file, text in TEXTS]
    result = check_library(library_of(texts))
    assert "items.1" not in {each.path for each in result.problems}


def test_remedies_of_elsewhere_are_no_part_of_the_plan(plan: Plan) -> None:
    elsewhere = (
        '\n  - {region: "110000000000", authority: {zh: 北京市, en: Beijing}, court: {zh: 法院, en: Court}}'
    )
    texts = [(f, text.rstrip() + elsewhere if "\nremedies:" in text else text) for f, text in TEXTS]
    assert check_library(library_of(texts)).plans["library-card"].remedies == plan.remedies
    assert [each.region for each in plan.remedies] == ["330000000000"]
