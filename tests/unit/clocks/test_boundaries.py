"""One moment before and after noon, close of office, midnight, the year's end and each make-up day."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from clocks.calendar import SHANGHAI, RegionalDays, close_of, noon_of, start_of
from clocks.clock import Limit, due, units_used
from clocks.pauses import Pause
from tests.every_case import for_every
from tests.unit.clocks.timelines import CALENDAR, PLACE

MINUTE = timedelta(minutes=1)
MAKE_UP_DAYS = sorted(CALENDAR.make_up_days)
# 2026 with a year after it: 1 January and the Monday after it are off, the Sunday between is worked.
WITH_2027 = replace(
    CALENDAR,
    published_years=CALENDAR.published_years | {2027},
    days_off=CALENDAR.days_off | {date(2027, 1, 1), date(2027, 1, 4)},
    make_up_days=CALENDAR.make_up_days | {date(2027, 1, 3)},
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def end_of(limit: Limit, started: datetime, *pauses: Pause) -> datetime | None:
    return due(limit, started=started, pauses=pauses, calendar=WITH_2027).at


def used(until: datetime, started: datetime, *pauses: Pause) -> int:
    return units_used("working_day", started=started, until=until, pauses=pauses, calendar=WITH_2027)


# The three clocks of an item: received, accepted and decided are the starts; 5, 20 and 10 working days.
@for_every(
    ("days", "started", "last"),
    [
        (5, "2026-02-12", "2026-02-26"),
        (5, "2026-04-30", "2026-05-11"),
        (5, "2025-09-26", "2025-10-10"),
        (3, "2026-09-28", "2026-10-08"),
        (20, "2026-02-12", "2026-03-18"),
        (10, "2026-12-25", "2027-01-11"),
        (5, "2026-12-28", "2027-01-05"),
    ],
)
@for_every("clock_time", ["00:00", "11:59", "12:00", "17:29", "17:30", "17:31", "23:59"])
def test_a_clock_in_working_days_ends_at_the_same_close_whatever_hour_it_starts(
    days: int, started: str, last: str, clock_time: str
) -> None:
    assert end_of(Limit(days, "working_day"), at(f"{started}T{clock_time}")) == at(f"{last}T17:30")


@for_every("day", MAKE_UP_DAYS)
def test_a_make_up_day_counts_at_its_close_and_not_a_minute_before(day: date) -> None:
    started = start_of(CALENDAR.working_day_before(day))
    assert end_of(Limit(1, "working_day"), started) == close_of(day)
    assert used(close_of(day) - MINUTE, started) == 0
    assert used(close_of(day), started) == 1


@for_every("day", MAKE_UP_DAYS)
@for_every(("minutes", "counts"), [(-1, False), (0, False), (1, True)])
def test_a_pause_that_begins_at_the_close_of_a_make_up_day_takes_it(
    day: date, minutes: int, *, counts: bool
) -> None:
    started = start_of(CALENDAR.working_day_before(day))
    begins = close_of(day) + minutes * MINUTE
    pause = Pause(begins, begins + timedelta(hours=2), kind="correction")
    assert used(close_of(day), started, pause) == counts


@for_every("day", MAKE_UP_DAYS)
@for_every(("minutes", "same_day"), [(-1, True), (0, False), (1, False)])
def test_at_once_is_today_until_the_office_closes_also_on_a_make_up_day(
    day: date, minutes: int, *, same_day: bool
) -> None:
    end = end_of(Limit(1, "at_once"), close_of(day) + minutes * MINUTE)
    assert (end == close_of(day)) is same_day


@for_every("day", MAKE_UP_DAYS)
def test_a_half_day_that_has_begun_by_noon_is_the_afternoon(day: date) -> None:
    assert end_of(Limit(1, "half_day"), noon_of(day) - MINUTE) == close_of(day)
    following = next(WITH_2027.working_days_after(day))
    assert end_of(Limit(1, "half_day"), noon_of(day)) == noon_of(following)
    assert end_of(Limit(1, "half_day"), noon_of(day) + MINUTE) == noon_of(following)


@pytest.mark.parametrize(
    ("started", "ends"),
    [
        ("2026-12-31T23:59", "2027-01-03T17:30"),
        ("2027-01-01T00:00", "2027-01-03T17:30"),
        ("2026-12-30T23:59", "2026-12-31T17:30"),
        ("2026-12-31T00:00", "2027-01-03T17:30"),
    ],
)
def test_midnight_at_the_end_of_the_year_parts_two_days_like_every_other(started: str, ends: str) -> None:
    assert end_of(Limit(1, "working_day"), at(started)) == at(ends)


def test_hours_run_over_the_end_of_the_year_and_through_its_holiday() -> None:
    assert end_of(Limit(24, "hour"), at("2026-12-31T23:59")) == at("2027-01-01T23:59")


def test_natural_days_that_end_on_new_years_day_end_on_the_first_working_day() -> None:
    assert end_of(Limit(3, "natural_day"), at("2026-12-29T09:00")) == at("2027-01-03T17:30")


def test_the_same_count_is_provisional_until_the_next_year_is_published() -> None:
    limit, started = Limit(2, "working_day"), at("2026-12-30T09:00")
    before = due(limit, started=started, pauses=(), calendar=CALENDAR)
    after = due(limit, started=started, pauses=(), calendar=WITH_2027)
    assert before.provisional
    assert before.at == at("2027-01-01T17:30")
    assert not after.provisional
    assert after.at == at("2027-01-03T17:30")


SAN_YUE_SAN = RegionalDays("33", days_off=frozenset({date(2026, 4, 20), date(2026, 4, 21)}))
WORKED_IN_THE_CITY = RegionalDays("3301", make_up_days=frozenset({date(2026, 4, 21)}))
TYPHOON = RegionalDays("3301", standstill=frozenset({date(2026, 4, 22), date(2026, 4, 25)}))


@for_every(
    ("region", "limit", "ends"),
    [
        ("310115000000", Limit(3, "working_day"), "2026-04-22T17:30"),
        ("330200000000", Limit(3, "working_day"), "2026-04-24T17:30"),
        (PLACE, Limit(3, "working_day"), "2026-04-24T17:30"),
        (PLACE, Limit(4, "natural_day"), "2026-04-21T17:30"),
        (PLACE, Limit(5, "natural_day"), "2026-04-23T17:30"),
        (PLACE, Limit(4 * 24, "hour"), "2026-04-21T15:00"),
        (PLACE, Limit(5 * 24, "hour"), "2026-04-23T15:00"),
        (PLACE, Limit(3, "half_day"), "2026-04-23T12:00"),
        ("330200000000", Limit(5 * 24, "hour"), "2026-04-22T15:00"),
    ],
)
def test_a_place_has_the_days_of_every_region_around_it_and_the_innermost_one_wins(
    region: str, limit: Limit, ends: str
) -> None:
    """Friday 17 April, three in the afternoon. The province is off on Monday and Tuesday, the city works
    on Tuesday and stands still on Wednesday."""
    calendar = replace(CALENDAR, regional=(WORKED_IN_THE_CITY, SAN_YUE_SAN, TYPHOON)).for_region(region)
    assert due(limit, started=at("2026-04-17T15:00"), pauses=(), calendar=calendar).at == at(ends)


def test_a_clock_that_starts_in_a_standstill_has_its_day_1_after_it() -> None:
    calendar = replace(CALENDAR, regional=(TYPHOON,)).for_region(PLACE)
    for unit in ("working_day", "natural_day", "at_once"):
        end = due(Limit(1, unit), started=at("2026-04-22T10:00"), pauses=(), calendar=calendar).at
        assert end == at("2026-04-23T17:30")


def test_the_days_of_a_place_are_the_same_object_each_time() -> None:
    """Dates that were computed once are found again by it."""
    calendar = replace(CALENDAR, regional=(TYPHOON,))
    assert calendar.for_region(PLACE) is calendar.for_region(PLACE)
    assert CALENDAR.for_region(PLACE) is CALENDAR
