"""Laws that hold for every timeline, and equality with a clock that walks day by day."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from clocks.calendar import PauseDayRule, close_of, local_date
from clocks.clock import Limit, LimitUnit, Pause, days_used, due, explain
from tests.unit.clocks.timelines import (
    CALENDAR,
    RULES,
    amounts,
    moments,
    naive_due_day,
    pauses_after,
    with_rule,
)

units = st.sampled_from(["working_day", "natural_day", "hour", "half_day", "at_once"])
rules = st.sampled_from(RULES)


@settings(max_examples=1000, deadline=None)
@given(st.data(), moments, amounts)
def test_the_clock_agrees_with_one_that_walks_day_by_day(
    data: st.DataObject, started: datetime, amount: int
) -> None:
    pauses = data.draw(pauses_after(started, may_stay_open=True))
    ends = due(Limit(amount, "working_day"), started=started, pauses=pauses, calendar=CALENDAR)
    naive = naive_due_day(amount, started=started, pauses=pauses, calendar=CALENDAR)
    assert ends.at == (close_of(naive) if naive else None)


@settings(deadline=None)
@given(st.data(), moments, amounts, units, rules)
def test_a_longer_limit_never_ends_earlier(
    data: st.DataObject, started: datetime, amount: int, unit: LimitUnit, rule: PauseDayRule
) -> None:
    pauses = data.draw(pauses_after(started, may_stay_open=True))
    calendar = with_rule(rule)
    shorter = due(Limit(amount, unit), started=started, pauses=pauses, calendar=calendar).at
    longer = due(Limit(amount + 1, unit), started=started, pauses=pauses, calendar=calendar).at
    assert longer is None or (shorter is not None and shorter <= longer)


@settings(deadline=None)
@given(st.data(), moments, amounts, units, rules)
def test_one_more_pause_never_brings_the_end_nearer(
    data: st.DataObject, started: datetime, amount: int, unit: LimitUnit, rule: PauseDayRule
) -> None:
    pauses = data.draw(pauses_after(started, may_stay_open=True))
    more = data.draw(pauses_after(started, may_stay_open=True))
    calendar = with_rule(rule)
    before = due(Limit(amount, unit), started=started, pauses=pauses, calendar=calendar).at
    after = due(Limit(amount, unit), started=started, pauses=pauses + more, calendar=calendar).at
    assert after is None or (before is not None and before <= after)


@settings(deadline=None)
@given(st.data(), moments, amounts, rules)
def test_days_used_at_the_end_are_the_limit(
    data: st.DataObject, started: datetime, amount: int, rule: PauseDayRule
) -> None:
    pauses = data.draw(pauses_after(started))
    calendar = with_rule(rule)
    end = due(Limit(amount, "working_day"), started=started, pauses=pauses, calendar=calendar).at
    assert end is not None
    assert days_used(started=started, until=end, pauses=pauses, calendar=calendar) == amount
    just_before = end - timedelta(microseconds=1)
    assert days_used(started=started, until=just_before, pauses=pauses, calendar=calendar) == amount - 1


@settings(deadline=None)
@given(st.data(), moments, amounts, rules)
def test_a_pause_moves_the_end_by_exactly_the_days_that_it_takes_away(
    data: st.DataObject, started: datetime, amount: int, rule: PauseDayRule
) -> None:
    pauses = data.draw(pauses_after(started))
    calendar = with_rule(rule)
    end = due(Limit(amount, "working_day"), started=started, pauses=pauses, calendar=calendar).at
    assert end is not None
    without = days_used(started=started, until=end, pauses=[], calendar=calendar)
    taken = without - days_used(started=started, until=end, pauses=pauses, calendar=calendar)
    longer = Limit(amount + taken, "working_day")
    assert due(longer, started=started, pauses=[], calendar=calendar).at == end


@settings(deadline=None)
@given(st.data(), moments, amounts)
def test_order_and_overlap_of_pauses_do_not_matter(
    data: st.DataObject, started: datetime, amount: int
) -> None:
    pauses = data.draw(pauses_after(started))
    shuffled = data.draw(st.permutations(pauses + pauses))
    limit = Limit(amount, "working_day")
    once = due(limit, started=started, pauses=pauses, calendar=CALENDAR)
    assert due(limit, started=started, pauses=shuffled, calendar=CALENDAR) == once


@settings(deadline=None)
@given(moments, amounts, st.integers(0, 40 * 24), st.integers(0, 500))
def test_a_pause_of_hours_moves_the_end_of_hours_by_its_length(
    started: datetime, amount: int, after: int, length: int
) -> None:
    pause_start = started + timedelta(minutes=after)
    pause = Pause(pause_start, pause_start + timedelta(minutes=length), kind="correction")
    limit = Limit(amount, "hour")
    plain = due(limit, started=started, pauses=[], calendar=CALENDAR).at
    moved = due(limit, started=started, pauses=[pause], calendar=CALENDAR).at
    assert plain is not None
    assert moved is not None
    assert moved - plain == timedelta(minutes=length if pause_start < plain else 0)


@settings(deadline=None)
@given(st.data(), moments, amounts, rules)
def test_the_account_counts_up_to_the_limit_on_the_last_day(
    data: st.DataObject, started: datetime, amount: int, rule: PauseDayRule
) -> None:
    pauses = data.draw(pauses_after(started))
    calendar = with_rule(rule)
    end = due(Limit(amount, "working_day"), started=started, pauses=pauses, calendar=calendar).at
    assert end is not None
    account = explain(started=started, until=local_date(end), pauses=pauses, calendar=calendar)
    assert [line.number for line in account if line.number] == list(range(1, amount + 1))
    assert account[-1].number == amount
    assert all((line.number is None) == (line.not_counted_because is not None) for line in account)
