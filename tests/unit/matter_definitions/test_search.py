from pathlib import Path

import pytest

from matter_definitions.check import check_library
from matter_definitions.fees import fees_of
from matter_definitions.library_index import load_library
from matter_definitions.plan import Plan
from matter_definitions.search import search_matters
from tests.built_in import built_in_plan

NEUTRAL = Path(__file__).parents[2] / "definitions" / "library_card"


@pytest.fixture(scope="module")
def plans() -> list[Plan]:
    newborn = built_in_plan("newborn")
    return [newborn, check_library(load_library(NEUTRAL)).plans["library-card"]]


@pytest.mark.parametrize(
    "q", ["新生儿", "上户口", "BIRTH", "baby", "医保", "vaccination", "newborn", "出生 社保卡"]
)
def test_a_matter_is_found_by_title_synonym_and_item_in_both_languages(plans: list[Plan], q: str) -> None:
    assert [plan.matter for plan in search_matters(plans, q=q)] == ["newborn"]


def test_the_better_place_comes_first(plans: list[Plan]) -> None:
    """A card is in the title of one and among the items of the other."""
    assert [plan.matter for plan in search_matters(plans, q="card")] == ["library-card", "newborn"]


def test_every_word_must_occur(plans: list[Plan]) -> None:
    assert search_matters(plans, q="baby rocket") == []


def test_without_words_everything_for_the_audience_is_listed(plans: list[Plan]) -> None:
    assert len(search_matters(plans)) == 2
    assert search_matters(plans, audience="company") == []


def test_fees_are_those_of_the_items_that_are_on(plans: list[Plan]) -> None:
    assert [fee.item for fee in fees_of(plans[0], ["insurance-premium"])] == ["insurance-premium"]
    assert fees_of(plans[0], ["birth-certificate"]) == []
