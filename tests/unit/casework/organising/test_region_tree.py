"""The tree of regions: what may stand in it, and which region goes on for another."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.regions import covers
from casework.organising.region_tree import COUNTRY, RegionLine, RegionTree, nearest_parent
from casework.organising.validity import Validity
from forms.form_plan import Text

SINCE, DAY = date(2000, 1, 1), date(2021, 4, 9)
ZHEJIANG, HANGZHOU, YUHANG, LINPING = "330000000000", "330100000000", "330110000000", "330113000000"
XIACHENG, GONGSHU = "330103000000", "330105000000"


def line(code: str, parent: str | None = None, *, end: date | None = None, **more: str) -> RegionLine:
    return RegionLine(code, Text(code, code), parent, Validity(SINCE, end), **more)


def fields(*lines: RegionLine) -> set[tuple[str, str]]:
    return {(each.code, each.field) for each in RegionTree(lines).problems()}


def test_a_sound_tree_has_no_problem() -> None:
    lines = (line(ZHEJIANG), line(HANGZHOU, ZHEJIANG), line(YUHANG, HANGZHOU),
             line(XIACHENG, HANGZHOU, end=DAY, successor=GONGSHU), line(GONGSHU, HANGZHOU))  # fmt: skip
    assert fields(*lines) == set()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (line(YUHANG, "340000000000"), "parent"),
        (line(YUHANG, GONGSHU), "parent"),
        (line(YUHANG, YUHANG), "parent"),
        (line("33011", HANGZHOU), "code"),
        (line(YUHANG, HANGZHOU, end=SINCE), "valid_to"),
        (line(YUHANG, HANGZHOU, end=DAY, successor="339900000000"), "successor"),
        (line(YUHANG, HANGZHOU, successor=GONGSHU), "valid_to"),
    ],
)
def test_what_cannot_be_right_is_named_with_its_column(wrong: RegionLine, field: str) -> None:
    around = (line(ZHEJIANG), line(HANGZHOU, ZHEJIANG), line(GONGSHU, HANGZHOU))
    assert (wrong.code, field) in fields(*around, wrong)


def test_a_region_does_not_end_while_places_in_it_go_on() -> None:
    lines = (line(HANGZHOU, end=DAY), line(YUHANG, HANGZHOU))
    assert {(HANGZHOU, "valid_to"), (YUHANG, "valid_from")} == fields(*lines)


CODES = [f"33{city:02}{county:02}000000" for city in range(3) for county in range(3)]


@given(st.sets(st.sampled_from([*CODES, ZHEJIANG, COUNTRY])), st.sampled_from(CODES))
def test_the_nearest_parent_is_the_smallest_known_region_around(known: set[str], code: str) -> None:
    around = [each for each in known if each != code and covers(each, code)]
    expected = min(around, key=lambda each: sum(covers(each, other) for other in around), default=None)
    found = nearest_parent(code, known)
    assert (found is None) == (expected is None)
    assert found is None or all(covers(each, found) for each in around)


def test_a_region_of_the_whole_country_has_no_parent() -> None:
    assert nearest_parent(COUNTRY, {COUNTRY, ZHEJIANG}) is None
