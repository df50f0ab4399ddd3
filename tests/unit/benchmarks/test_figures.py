"""The arithmetic of the benchmark. Nothing here is timed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.figures import latencies, median_of, milliseconds_per, percentile, ratio_of_pairs

measured = st.lists(st.floats(min_value=0, max_value=1e6), min_size=1, max_size=300)


def test_percentiles_are_values_that_were_measured() -> None:
    hundred = [float(each) for each in range(1, 101)]
    assert [percentile(hundred, each) for each in (50, 95, 99, 100)] == [50, 95, 99, 100]
    assert percentile([7.0], 99) == 7.0
    assert percentile([3.0, 1.0, 2.0], 50) == 2.0


@given(measured, st.integers(min_value=1, max_value=100))
def test_at_least_so_many_percent_do_not_exceed_a_percentile(values: list[float], percent: int) -> None:
    found = percentile(values, percent)
    assert found in values
    assert sum(each <= found for each in values) * 100 >= percent * len(values)
    assert sum(each < found for each in values) * 100 < percent * len(values)


@given(measured)
def test_percentiles_rise_with_the_percentage(values: list[float]) -> None:
    assert percentile(values, 50) <= percentile(values, 95) <= percentile(values, 99) <= max(values)


def test_a_percentile_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no value"):
        percentile([], 95)


def test_latencies_are_in_milliseconds_and_absent_when_nothing_was_measured() -> None:
    found = latencies([0.010, 0.020, 0.030])
    assert found is not None
    assert (found.count, found.p50, found.longest) == (3, 20.0, 30.0)
    assert latencies([]) is None


def test_what_was_not_measured_does_not_count() -> None:
    assert milliseconds_per(200, 4.0) == 20.0
    assert milliseconds_per(0, 4.0) is None
    assert milliseconds_per(200, None) is None
    assert median_of([3.0, None, 1.0, 2.0]) == 2.0
    assert median_of([None]) is None


def test_a_ratio_compares_only_rounds_that_ran_beside_each_other() -> None:
    # The machine became three times slower in the second round, for both.
    assert ratio_of_pairs([40.0, 13.0, 45.0], [20.0, 6.5, 20.0]) == 2.0
