"""Until when a certificate is valid."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clocks.validity import Validity, last_valid_day

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("validity", "issued", "last"),
    [
        (Validity(5, "year"), date(2026, 3, 5), date(2031, 3, 4)),
        (Validity(1, "year"), date(2024, 2, 29), date(2025, 2, 28)),
        (Validity(4, "year"), date(2024, 2, 29), date(2028, 2, 28)),
        (Validity(1, "month"), date(2026, 1, 31), date(2026, 2, 28)),
        (Validity(18, "month"), date(2026, 3, 1), date(2027, 8, 31)),
        (Validity(90, "day"), date(2026, 1, 1), date(2026, 3, 31)),
        (Validity(1, "day"), date(2026, 1, 1), date(2026, 1, 1)),
    ],
)
def test_it_ends_the_day_before_the_same_day(validity: Validity, issued: date, last: date) -> None:
    assert last_valid_day(validity, issued) == last


@given(st.integers(1, 60), DAYS)
def test_a_year_is_twelve_months(years: int, issued: date) -> None:
    whole, months = Validity(years, "year"), Validity(12 * years, "month")
    assert last_valid_day(whole, issued) == last_valid_day(months, issued)


@given(st.integers(1, 300), DAYS, DAYS)
def test_what_is_issued_later_never_ends_earlier(months: int, one: date, two: date) -> None:
    validity = Validity(months, "month")
    first, second = sorted((one, two))
    assert last_valid_day(validity, first) <= last_valid_day(validity, second)
    assert last_valid_day(validity, first) >= first


def test_nothing_is_valid_for_less_than_one_unit() -> None:
    with pytest.raises(ValueError, match="one unit"):
        Validity(0, "day")
