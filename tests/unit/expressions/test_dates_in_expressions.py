from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expressions.dates import days_between, months_between, years_between
from expressions.types import SHANGHAI


def at(text: str) -> datetime:
    return midnight(date.fromisoformat(text))


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


dates = st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(midnight)


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        ("2026-01-15", "2026-02-14", 0),
        ("2026-01-15", "2026-02-15", 1),
        ("2026-01-31", "2026-02-28", 1),
        ("2024-02-29", "2025-02-28", 12),
        ("2024-02-29", "2025-02-27", 11),
        ("2025-12-31", "2026-01-01", 0),
        ("2026-02-15", "2026-01-15", -1),
    ],
)
def test_months_end_on_the_same_day_or_on_the_last_of_the_month(
    earlier: str, later: str, months: int
) -> None:
    assert months_between(at(earlier), at(later)) == months


@pytest.mark.parametrize(
    ("birth", "today", "age"),
    [("1996-03-02", "2026-03-01", 29), ("1996-03-01", "2026-03-01", 30), ("2024-02-29", "2025-02-28", 1)],
)
def test_a_person_is_a_year_older_on_the_birthday(birth: str, today: str, age: int) -> None:
    assert years_between(at(birth), at(today)) == age


def test_days_are_days_of_shanghai() -> None:
    late_evening = datetime.fromisoformat("2026-01-01T15:59:00+00:00")
    after_midnight = datetime.fromisoformat("2026-01-01T16:01:00+00:00")
    assert days_between(late_evening, after_midnight) == 1


@given(dates, dates)
def test_turning_the_dates_round_turns_the_sign(first: datetime, second: datetime) -> None:
    assert days_between(first, second) == -days_between(second, first)
    assert months_between(first, second) == -months_between(second, first)
    assert years_between(first, second) == -years_between(second, first)


@given(dates, dates, dates)
def test_a_later_date_is_never_fewer_months_away(start: datetime, one: datetime, other: datetime) -> None:
    nearer, further = sorted([one, other])
    assert months_between(start, nearer) <= months_between(start, further)
