"""Laws that hold for every timeline, and equality with a clock that walks day by day."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from clocks.calendar import PauseDayRule, RegionalDays, local_date
from clocks.clock import Limit, LimitUnit, days_used, due, explain, units_used
from clocks.pauses import Pause
from tests.unit.clocks.naive_clock import NaiveClock
from tests.unit.clocks.timelines import (
    CALENDAR,
    PLACE,
    amounts,
    days_of_regions,
    limits,
    moments,
    pauses_after,
    rules,
    spring,
    units,
    with_rule,
)


@settings(max_examples=300, deadline=None)
@given(
    st.data(), st.one_of(moments, spring), st.lists(limits, min_size=1, max_size=3), rules, days_of_regions()
)
def test_the_clock_agrees_with_one_that_walks_day_by_day(
    data: st.DataObject,
    started: datetime,
    run: list[Limit],
    rule: PauseDayRule,
    regional: tuple[RegionalDays, ...],
) -> None:
    pauses = data.draw(pauses_after(started, may_stay_open=True))
    calendar = with_rule(rule, *regional)
    ends = due(run[0], started=started, pauses=pauses, calendar=calendar.for_region(PLACE), extra=run[1:])
    naive = NaiveClock(calendar, PLACE, pauses)
    assert ends.at == naive.due([(each.amount, each.unit) for each in run], started)


@settings(deadline=None)
@given(
    st.data(),
    spring,
    st.integers(0, 100 * 24 * 60),
    units.filter(lambda unit: unit != "hour"),
    rules,
    days_of_regions(),
)
def test_what_is_used_agrees_with_a_clock_that_walks_day_by_day(
    data: st.DataObject,
    started: datetime,
    minutes: int,
    unit: LimitUnit,
    rule: PauseDayRule,
    regional: tuple[RegionalDays, ...],
) -> None:
    pauses = data.draw(pauses_after(started, may_stay_open=True))
    until, calendar = started + timedelta(minutes=minutes), with_rule(rule, *regional)
    used = units_used(unit, started=started, until=until, pauses=pauses, calendar=calendar.for_region(PLACE))
    naive = NaiveClock(calendar, PLACE, pauses)
    assert used == naive.counted_by(unit, started, until)


@settings(deadline=None)
@given(st.data(), moments, limits, st.lists(limits, min_size=1, max_size=2), rules)
def test_an_extension_never_brings_the_end_nearer(
    data: st.DataObject, started: datetime, limit: Limit, extra: list[Limit], rule: PauseDayRule
) -> None:
    pauses = data.draw(pauses_after(started, may_stay_open=True))
    calendar = with_rule(rule)
    plain = due(limit, started=started, pauses=pauses, calendar=calendar).at
    longer = due(limit, started=started, pauses=pauses, calendar=calendar, extra=extra).at
    assert longer is None or (plain is not None and plain <= longer)


@settings(deadline=None)
@given(st.data(), moments, amounts, amounts, units.filter(lambda unit: unit != "at_once"), rules)
def test_an_extension_in_the_same_unit_adds_to_the_limit(
    data: st.DataObject, started: datetime, first: int, more: int, unit: LimitUnit, rule: PauseDayRule
) -> None:
    pauses = data.draw(pauses_after(started, may_stay_open=True))
    calendar = with_rule(rule)
    extended = due(
        Limit(first, unit), started=started, pauses=pauses, calendar=calendar, extra=[Limit(more, unit)]
    )
    assert extended == due(Limit(first + more, unit), started=started, pauses=pauses, calendar=calendar)


@settings(deadline=None)
@given(st.data(), moments, amounts, st.sampled_from(["working_day", "half_day", "hour"]), rules)
def test_at_its_end_all_of_a_limit_is_used_and_not_a_moment_before(
    data: st.DataObject, started: datetime, amount: int, unit: LimitUnit, rule: PauseDayRule
) -> None:
    pauses = data.draw(pauses_after(started))
    calendar = with_rule(rule)
    end = due(Limit(amount, unit), started=started, pauses=pauses, calendar=calendar).at
    assert end is not None
    assert units_used(unit, started=started, until=end, pauses=pauses, calendar=calendar) == amount
    just_before = end - timedelta(microseconds=1)
    used = units_used(unit, started=started, until=just_before, pauses=pauses, calendar=calendar)
    assert used == amount - 1


@settings(deadline=None)
@given(st.data(), spring, limits, rules, days_of_regions())
def test_one_more_day_of_standstill_never_brings_the_end_nearer(
    data: st.DataObject,
    started: datetime,
    limit: Limit,
    rule: PauseDayRule,
    regional: tuple[RegionalDays, ...],
) -> None:
    pauses = data.draw(pauses_after(started))
    day = local_date(started) + timedelta(days=data.draw(st.integers(0, 40)))
    still = RegionalDays("33", standstill=frozenset({day}))
    before = with_rule(rule, *regional).for_region(PLACE)
    after = with_rule(rule, *regional, still).for_region(PLACE)
    without = due(limit, started=started, pauses=pauses, calendar=before).at
    with_it = due(limit, started=started, pauses=pauses, calendar=after).at
    assert without is not None
    assert with_it is not None
    assert without <= with_it


@settings(deadline=None)
@given(spring, limits, rules, days_of_regions())
def test_what_another_region_decides_changes_nothing(
    started: datetime, limit: Limit, rule: PauseDayRule, regional: tuple[RegionalDays, ...]
) -> None:
    elsewhere = [each for each in regional if not PLACE.startswith(each.region_prefix)]
    ends = due(limit, started=started, pauses=(), calendar=with_rule(rule, *elsewhere).for_region(PLACE))
    assert ends == due(limit, started=started, pauses=(), calendar=with_rule(rule))


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
