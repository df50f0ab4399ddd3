import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.regions import covers, region_prefix

CODES = st.builds(
    lambda digits, level: digits[:level].ljust(12, "0"),
    st.text("0123456789", min_size=12, max_size=12),
    st.sampled_from((2, 4, 6, 9, 12)),
)


@pytest.mark.parametrize(
    ("region", "place", "expected"),
    [
        ("330000000000", "330110001002", True),
        ("330100000000", "330110000000", True),
        ("330100000000", "330200000000", False),
        ("330110000000", "330100000000", False),
        ("330110000000", "330110000000", True),
        ("331000000000", "331002000000", True),
        ("331000000000", "331100000000", False),
        ("000000000000", "650000000000", True),
    ],
)
def test_a_region_covers_what_lies_inside_it(region: str, place: str, expected: bool) -> None:
    assert covers(region, place) is expected


def test_a_city_whose_number_ends_in_zero_is_not_cut_short() -> None:
    assert region_prefix("331000000000") == "3310"


@given(CODES)
def test_a_region_covers_itself(code: str) -> None:
    assert covers(code, code)


@given(CODES, CODES, CODES)
def test_covering_passes_on(one: str, two: str, three: str) -> None:
    if covers(one, two) and covers(two, three):
        assert covers(one, three)
