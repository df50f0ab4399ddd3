"""The account of a clock: the example that a citizen counts through, and what always holds."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clocks.account import Account, AccountedPause, account
from clocks.calendar import ONE_DAY, SHANGHAI, PauseDayRule, local_date
from clocks.clock import Limit, due, units_used
from clocks.pauses import Pause
from tests.unit.clocks.timelines import CALENDAR, limits, moments, pauses_after, rules, with_rule


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


FIVE = Limit(5, "working_day")
CORRECTION = Pause(at("2026-02-13T10:00"), at("2026-02-25T09:30"), kind="correction")


def account_at(until: str, *pauses: Pause, limit: Limit = FIVE, extra: tuple[Limit, ...] = ()) -> Account:
    return account(
        limit,
        extra=extra,
        started=at("2026-02-12T14:20"),
        until=at(until),
        pauses=pauses,
        calendar=CALENDAR,
    )


def test_the_account_of_a_corrected_case_is_what_a_citizen_counts() -> None:
    told = account_at("2026-02-28T10:00", CORRECTION)
    assert told.pauses == (AccountedPause("correction", CORRECTION.start, CORRECTION.end, not_counted=3),)
    assert told.used == 3
    assert told.due.at == at("2026-03-02T17:30")
    assert told.today is not None
    assert (told.today.day, told.today.number, told.today.nature) == (date(2026, 2, 28), 4, "make_up_day")
    assert not told.over


def test_a_day_is_used_up_at_its_close() -> None:
    assert account_at("2026-02-28T17:29", CORRECTION).used == 3
    assert account_at("2026-02-28T17:30", CORRECTION).used == 4


def test_a_limit_is_over_one_moment_after_its_end_and_not_at_it() -> None:
    assert not account_at("2026-03-02T17:30", CORRECTION).over
    assert account_at("2026-03-02T17:31", CORRECTION).over


def test_a_pause_that_lasts_has_no_end_and_takes_today_too() -> None:
    open_one = Pause(at("2026-02-13T10:00"), None, kind="correction")
    told = account_at("2026-02-24T10:00", open_one)
    assert told.pauses == (AccountedPause("correction", open_one.start, None, not_counted=3),)
    assert told.due.at is None
    assert told.today is not None
    assert told.today.not_counted_because == "paused"


def test_of_two_pauses_that_hold_at_once_the_later_has_the_day() -> None:
    second = Pause(at("2026-02-24T09:00"), at("2026-02-26T09:00"), kind="special:testing")
    told = account_at("2026-02-28T10:00", CORRECTION, second)
    assert [(each.kind, each.not_counted) for each in told.pauses] == [
        ("correction", 2),
        ("special:testing", 2),
    ]


def test_a_pause_that_has_not_begun_is_no_part_of_the_account() -> None:
    later = Pause(at("2026-02-27T16:00"), at("2026-02-28T16:00"), kind="correction")
    told = account_at("2026-02-27T10:00", later)
    assert told.pauses == ()
    assert told.today is not None
    assert told.today.number == 6


def test_an_extension_in_working_days_makes_one_limit_of_both() -> None:
    told = account_at("2026-02-28T10:00", CORRECTION, extra=(Limit(10, "working_day"),))
    assert len(told.parts) == 1
    assert told.parts[0].limit == Limit(15, "working_day")
    assert told.due.at == at("2026-03-16T17:30")


def test_an_extension_in_hours_runs_from_the_end_of_the_days() -> None:
    told = account_at("2026-02-28T10:00", extra=(Limit(48, "hour"),))
    assert told.due.at == at("2026-02-28T17:30")
    assert [part.limit.unit for part in told.parts] == ["working_day", "hour"]
    assert told.used == 40
    assert told.today is None
    assert told.days[-1].day == date(2026, 2, 26)


def test_an_extension_after_a_limit_that_a_pause_moved_begins_at_the_moved_end() -> None:
    told = account_at("2026-03-06T10:00", CORRECTION, extra=(Limit(3, "natural_day"),))
    assert told.parts[0].due.at == at("2026-03-02T17:30")
    assert told.parts[1].started == at("2026-03-02T17:30")
    assert told.due.at == at("2026-03-05T17:30")
    assert len({line.day for line in told.days}) == len(told.days)


def test_of_half_days_each_line_has_the_number_by_its_close() -> None:
    told = account_at("2026-02-14T10:00", limit=Limit(4, "half_day"))
    assert [line.number for line in told.days] == [None, 2, 4]


@pytest.mark.parametrize("rule", ["running_at_close", "never", "always"])
def test_hours_that_a_pause_took_are_whole_hours(rule: PauseDayRule) -> None:
    told = account(
        Limit(48, "hour"),
        started=at("2026-03-02T09:00"),
        until=at("2026-03-03T09:00"),
        pauses=[Pause(at("2026-03-02T10:00"), at("2026-03-02T13:30"), kind="correction")],
        calendar=with_rule(rule),
    )
    assert told.used == 20
    assert told.pauses[0].not_counted == 3
    assert told.days == ()


@settings(deadline=None)
@given(st.data(), moments, limits, st.lists(limits, max_size=2), rules, st.integers(0, 60 * 24 * 60))
def test_no_day_of_the_account_is_lost_or_told_twice(
    data: st.DataObject,
    started: datetime,
    limit: Limit,
    extra: list[Limit],
    rule: PauseDayRule,
    minutes: int,
) -> None:
    pauses = data.draw(pauses_after(started, may_stay_open=True))
    calendar, until = with_rule(rule), started + timedelta(minutes=minutes)
    told = account(limit, extra=extra, started=started, until=until, pauses=pauses, calendar=calendar)
    days = [line.day for line in told.days]
    assert days == sorted(set(days))
    for part in told.parts:
        lines = part.days
        assert [each.day for each in lines] == [lines[0].day + n * ONE_DAY for n in range(len(lines))]
    assert told.due == due(limit, started=started, pauses=pauses, calendar=calendar, extra=extra)


@settings(deadline=None)
@given(
    st.data(), moments, rules, st.integers(0, 60 * 24 * 60), st.sampled_from(["working_day", "natural_day"])
)
def test_counted_days_and_days_taken_by_pauses_are_all_the_days_there_were(
    data: st.DataObject, started: datetime, rule: PauseDayRule, minutes: int, working: bool
) -> None:
    pauses = data.draw(pauses_after(started, may_stay_open=True))
    calendar, until = with_rule(rule), started + timedelta(minutes=minutes)
    limit = Limit(500, "working_day" if working else "natural_day")
    told = account(limit, started=started, until=until, pauses=pauses, calendar=calendar)
    counted = [line for line in told.days if line.number is not None]
    off = [line for line in told.days if line.not_counted_because in ("day_of_start", "holiday", "weekend")]
    taken = sum(each.not_counted for each in told.pauses)
    assert len(counted) + len(off) + taken == (local_date(until) - local_date(started)).days + 1
    at_close = units_used(limit.unit, started=started, until=until, pauses=pauses, calendar=calendar)
    assert told.used == at_close
