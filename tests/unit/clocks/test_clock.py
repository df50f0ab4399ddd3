from datetime import date, datetime

import pytest

from clocks.calendar import SHANGHAI, PauseDayRule, close_of
from clocks.clock import Due, Limit, LimitUnit, days_used, due, explain
from clocks.pauses import Pause
from tests.unit.clocks.timelines import CALENDAR, with_rule


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


FIVE_WORKING_DAYS = Limit(5, "working_day")
CORRECTION = Pause(at("2026-02-13T10:00"), at("2026-02-25T09:30"), kind="correction")


def test_the_account_of_a_corrected_case_comes_out_as_a_citizen_would_count_it() -> None:
    """Accepted 12 February, notice 13 February, answered 25 February, due Monday 2 March."""
    started = at("2026-02-12T14:20")
    ends = due(FIVE_WORKING_DAYS, started=started, pauses=[CORRECTION], calendar=CALENDAR)
    assert ends == Due(at("2026-03-02T17:30"), provisional=False)

    account = explain(started=started, until=date(2026, 3, 2), pauses=[CORRECTION], calendar=CALENDAR)
    paused = [line.day for line in account if line.not_counted_because == "paused"]
    assert paused == [date(2026, 2, 13), date(2026, 2, 14), date(2026, 2, 24)]
    numbers = {line.day: line.number for line in account if line.number is not None}
    assert numbers == {
        date(2026, 2, 25): 1,
        date(2026, 2, 26): 2,
        date(2026, 2, 27): 3,
        date(2026, 2, 28): 4,
        date(2026, 3, 2): 5,
    }
    today = next(line for line in account if line.day == date(2026, 2, 28))
    assert today.nature == "make_up_day"


def test_every_day_of_the_account_says_why_it_is_not_counted() -> None:
    started = at("2026-02-12T14:20")
    account = explain(started=started, until=date(2026, 3, 2), pauses=[CORRECTION], calendar=CALENDAR)
    reasons = {line.day.day: line.not_counted_because for line in account if line.day.month == 2}
    assert reasons[12] == "day_of_start"
    assert reasons[13] == "paused"
    assert reasons[16] == "holiday"
    assert reasons[25] is None
    assert account[-2].not_counted_because == "weekend"
    assert {line.pause_kind for line in account if line.not_counted_because == "paused"} == {"correction"}


def test_the_account_names_the_kind_of_each_of_two_pauses_that_touch() -> None:
    second = Pause(at("2026-02-25T09:30"), at("2026-02-26T10:00"), kind="special_procedure")
    account = explain(
        started=at("2026-02-12T14:20"),
        until=date(2026, 2, 26),
        pauses=[CORRECTION, second],
        calendar=CALENDAR,
    )
    kinds = {line.day: line.pause_kind for line in account if line.pause_kind}
    assert kinds[date(2026, 2, 24)] == "correction"
    assert kinds[date(2026, 2, 25)] == "special_procedure"
    assert account[-1].number == 1


@pytest.mark.parametrize("started", ["2026-02-12T08:00", "2026-02-12T17:29", "2026-02-12T23:59"])
def test_the_hour_of_acceptance_makes_no_difference(started: str) -> None:
    ends = due(FIVE_WORKING_DAYS, started=at(started), pauses=[], calendar=CALENDAR)
    assert ends.at == at("2026-02-26T17:30")


def test_day_1_of_what_is_received_on_a_day_off_is_the_first_working_day_after_it() -> None:
    ends = due(Limit(1, "working_day"), started=at("2026-02-18T10:00"), pauses=[], calendar=CALENDAR)
    assert ends.at == at("2026-02-24T17:30")


@pytest.mark.parametrize(
    ("pause_start", "pause_end", "last_day"),
    [
        ("2026-03-03T17:29", "2026-03-03T17:30", "2026-03-03"),
        ("2026-03-03T17:29", "2026-03-03T17:31", "2026-03-04"),
        ("2026-03-03T17:30", "2026-03-03T17:31", "2026-03-04"),
        ("2026-03-03T17:31", "2026-03-04T17:30", "2026-03-03"),
    ],
)
def test_a_day_does_not_count_when_the_clock_stands_at_its_close(
    pause_start: str, pause_end: str, last_day: str
) -> None:
    pause = Pause(at(pause_start), at(pause_end), kind="correction")
    ends = due(Limit(1, "working_day"), started=at("2026-03-02T09:00"), pauses=[pause], calendar=CALENDAR)
    assert ends.at == close_of(date.fromisoformat(last_day))


@pytest.mark.parametrize(
    ("rule", "last_day"),
    [("running_at_close", "2026-03-06"), ("never", "2026-03-09"), ("always", "2026-03-05")],
)
def test_the_calendar_says_whether_a_day_with_a_pause_counts(rule: PauseDayRule, last_day: str) -> None:
    pause = Pause(at("2026-03-03T10:00"), at("2026-03-05T10:00"), kind="correction")
    ends = due(
        Limit(2, "working_day"), started=at("2026-03-02T09:00"), pauses=[pause], calendar=with_rule(rule)
    )
    assert ends.at == close_of(date.fromisoformat(last_day))


def test_a_clock_that_stands_has_no_end() -> None:
    pause = Pause(at("2026-03-03T10:00"), None, kind="correction")
    for unit in ("working_day", "natural_day", "hour", "half_day"):
        limit = Limit(60, unit)
        assert due(limit, started=at("2026-03-02T09:00"), pauses=[pause], calendar=CALENDAR).at is None


def test_a_pause_that_begins_after_the_end_changes_nothing() -> None:
    pause = Pause(at("2026-03-03T17:31"), None, kind="correction")
    ends = due(Limit(1, "working_day"), started=at("2026-03-02T09:00"), pauses=[pause], calendar=CALENDAR)
    assert ends.at == at("2026-03-03T17:30")


def test_natural_days_run_through_weekends_and_end_on_a_working_day() -> None:
    started = at("2026-03-02T09:00")
    assert due(Limit(7, "natural_day"), started=started, pauses=[], calendar=CALENDAR).at == at(
        "2026-03-09T17:30"
    )
    assert due(Limit(5, "natural_day"), started=started, pauses=[], calendar=CALENDAR).at == at(
        "2026-03-09T17:30"
    )


def test_natural_days_that_end_in_a_pause_end_with_the_first_working_day_after_it() -> None:
    pause = Pause(at("2026-03-08T10:00"), at("2026-03-10T10:00"), kind="correction")
    ends = due(Limit(5, "natural_day"), started=at("2026-03-02T09:00"), pauses=[pause], calendar=CALENDAR)
    assert ends.at == at("2026-03-10T17:30")


def test_hours_run_day_and_night_and_stand_in_a_pause() -> None:
    started = at("2026-03-06T16:00")
    assert due(Limit(24, "hour"), started=started, pauses=[], calendar=CALENDAR).at == at("2026-03-07T16:00")
    pause = Pause(at("2026-03-06T18:00"), at("2026-03-06T20:30"), kind="correction")
    assert due(Limit(24, "hour"), started=started, pauses=[pause], calendar=CALENDAR).at == at(
        "2026-03-07T18:30"
    )


@pytest.mark.parametrize(
    ("started", "amount", "ends"),
    [
        ("2026-03-06T10:00", 1, "2026-03-06T17:30"),
        ("2026-03-06T12:00", 1, "2026-03-09T12:00"),
        ("2026-03-06T14:00", 2, "2026-03-09T17:30"),
        ("2026-03-06T18:00", 1, "2026-03-09T12:00"),
        ("2026-03-07T10:00", 1, "2026-03-09T12:00"),
    ],
)
def test_half_days_end_at_noon_or_at_close(started: str, amount: int, ends: str) -> None:
    limit = Limit(amount, "half_day")
    assert due(limit, started=at(started), pauses=[], calendar=CALENDAR).at == at(ends)


@pytest.mark.parametrize(
    ("started", "ends"),
    [
        ("2026-03-06T07:00", "2026-03-06T17:30"),
        ("2026-03-06T17:29", "2026-03-06T17:30"),
        ("2026-03-06T17:30", "2026-03-09T17:30"),
        ("2026-02-16T10:00", "2026-02-24T17:30"),
    ],
)
def test_at_once_means_before_the_office_closes(started: str, ends: str) -> None:
    assert due(Limit(1, "at_once"), started=at(started), pauses=[], calendar=CALENDAR).at == at(ends)


def test_an_end_in_an_unpublished_year_is_provisional() -> None:
    ends = due(Limit(20, "working_day"), started=at("2026-12-20T09:00"), pauses=[], calendar=CALENDAR)
    assert ends.provisional


def test_a_day_is_used_from_its_close_on() -> None:
    def used(until: str) -> int:
        return days_used(started=at("2026-02-12T14:20"), until=at(until), pauses=[], calendar=CALENDAR)

    assert used("2026-02-12T23:59") == 0
    assert used("2026-02-13T17:29") == 0
    assert used("2026-02-13T17:30") == 1
    assert used("2026-02-14T17:30") == 2
    assert used("2026-02-23T17:30") == 2


@pytest.mark.parametrize("unit", ["working_day", "at_once"])
def test_a_limit_of_nothing_is_a_mistake_of_the_caller(unit: LimitUnit) -> None:
    with pytest.raises(ValueError, match="at least one"):
        Limit(0, unit)


def test_a_pause_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Pause(at("2026-03-03T10:00"), at("2026-03-02T10:00"), kind="correction")
