"""From when to when something is there: days are neither lost nor counted twice."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from casework.organising.validity import Validity

FIRST = date(2020, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(12)]
ENDS = st.none() | st.sampled_from(DAYS)
VALIDITIES = st.builds(Validity, ENDS, ENDS)


def days_of(validity: Validity) -> set[date]:
    """Within a window that is wider than any end that is tried."""
    window = [FIRST + timedelta(days=number) for number in range(-2, 14)]
    return {day for day in window if validity.holds_on(day)}


@given(VALIDITIES)
def test_it_is_empty_when_it_holds_on_no_day(validity: Validity) -> None:
    assert validity.is_empty == (not days_of(validity))


@given(VALIDITIES, VALIDITIES)
def test_one_contains_another_when_it_holds_on_each_of_its_days(one: Validity, other: Validity) -> None:
    assert one.contains(other) == (days_of(other) <= days_of(one))


@given(VALIDITIES, VALIDITIES)
def test_two_overlap_when_both_hold_on_some_day(one: Validity, other: Validity) -> None:
    assert one.overlaps(other) == bool(days_of(one) & days_of(other)) == other.overlaps(one)


@given(st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_what_goes_on_begins_on_the_very_day_on_which_the_other_ends(start: date, day: date) -> None:
    before, after = Validity(start, day), Validity(day, None)
    assert not before.overlaps(after)
    if start < day:
        assert days_of(before) | days_of(after) == days_of(Validity(start, None))
