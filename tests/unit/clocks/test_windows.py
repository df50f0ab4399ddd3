"""When something may begin that is done on certain days only."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clocks.calendar import ONE_DAY, SHANGHAI, CalendarDay, build_calendar, local_date, start_of
from clocks.published import load_published
from clocks.windows import Window, exists, longest_closed, opens_at

CALENDAR = load_published()
DAYS = st.tuples(st.integers(1, 31), st.integers(1, 31)).map(lambda two: (min(two), max(two)))
MONTH_DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: (day.month, day.day))
WINDOWS = st.one_of(
    DAYS.map(Window),
    st.tuples(MONTH_DAYS, MONTH_DAYS).map(lambda season: Window(season=season)),
    st.tuples(DAYS, MONTH_DAYS, MONTH_DAYS).map(lambda all_: Window(all_[0], (all_[1], all_[2]))),
).filter(exists)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31)).map(
    lambda at: at.replace(tzinfo=SHANGHAI)
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-03-05T10:00", "2026-03-05T10:00"),  # the first day, a Thursday
        ("2026-03-24T23:00", "2026-03-24T23:00"),  # the last day
        ("2026-03-25T00:00", "2026-04-07T00:00"),  # 5 and 6 April are days off: Qingming
        ("2026-03-07T10:00", "2026-03-09T00:00"),  # a Saturday inside
        ("2026-01-30T10:00", "2026-02-05T00:00"),
    ],
)
def test_social_insurance_is_booked_from_the_fifth_to_the_twenty_fourth(now: str, opens: str) -> None:
    assert opens_at(Window((5, 24)), at(now), CALENDAR) == at(opens)


@pytest.mark.parametrize(
    ("season", "now", "opens"),
    [
        (((3, 1), (6, 30)), "2026-02-10T10:00", "2026-03-02T00:00"),
        (((3, 1), (6, 30)), "2026-07-01T10:00", "2027-03-01T00:00"),
        (((11, 1), (2, 28)), "2026-03-02T10:00", "2026-11-02T00:00"),
        (((11, 1), (2, 28)), "2026-01-20T10:00", "2026-01-20T10:00"),
    ],
)
def test_a_season_may_go_over_the_new_year(
    season: tuple[tuple[int, int], tuple[int, int]], now: str, opens: str
) -> None:
    assert opens_at(Window(season=season), at(now), CALENDAR) == at(opens)


def test_a_month_without_the_day_ends_on_its_last_one() -> None:
    window = Window((31, 31))
    assert opens_at(window, at("2026-04-02T10:00"), CALENDAR) == at("2026-04-30T00:00")


def test_a_window_whose_days_are_all_off_is_left_out() -> None:
    off = [CalendarDay(date(2026, 10, day), "off", "test") for day in range(1, 9)]
    calendar = build_calendar(off)
    assert opens_at(Window((2, 6)), at("2026-09-20T10:00"), calendar) == at("2026-11-02T00:00")


@given(WINDOWS, MOMENTS)
def test_it_opens_on_the_first_working_day_inside_and_never_earlier(window: Window, now: datetime) -> None:
    opens = opens_at(window, now, CALENDAR)
    day = local_date(opens)
    assert opens >= now
    assert window.contains(day)
    assert CALENDAR.is_working_day(day)
    assert opens == now or opens == start_of(day)
    before = local_date(now)
    while before < day:
        assert not (window.contains(before) and CALENDAR.is_working_day(before))
        before += ONE_DAY


@given(WINDOWS, MOMENTS)
def test_what_is_open_stays_open_and_the_later_never_opens_earlier(window: Window, now: datetime) -> None:
    opens = opens_at(window, now, CALENDAR)
    assert opens_at(window, opens, CALENDAR) == opens
    assert opens_at(window, now + timedelta(hours=30), CALENDAR) >= opens


@given(WINDOWS, st.dates(date(2024, 1, 1), date(2025, 12, 31)))
def test_no_row_of_closed_days_is_longer_than_the_longest(window: Window, day: date) -> None:
    row, last = 0, date(2026, 12, 31)
    while not window.contains(day) and day <= last:
        row, day = row + 1, day + ONE_DAY
    assert row <= longest_closed(window)


def test_a_day_that_no_year_has_is_no_window() -> None:
    assert not exists(Window((30, 31), ((2, 1), (2, 27))))
    assert exists(Window(season=((2, 29), (2, 29))))
