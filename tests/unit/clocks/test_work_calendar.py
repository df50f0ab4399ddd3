from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clocks.calendar import SHANGHAI, CalendarDay, build_calendar, close_of, in_shanghai
from clocks.clock import add_working_days, noon_of_working_day_before
from clocks.published import (
    CalendarFileWrong,
    load_published,
    load_published_days,
    read_calendar_days,
)
from scripts.make_calendar_seed import DATA_FOLDER, calendar_csv, disagreements

CALENDAR = load_published()


@pytest.mark.parametrize(
    ("start", "amount", "last"),
    [
        ("2026-02-12", 5, "2026-02-26"),
        ("2026-04-30", 5, "2026-05-11"),
        ("2025-09-26", 5, "2025-10-10"),
        ("2026-09-28", 3, "2026-10-08"),
    ],
)
def test_working_days_are_counted_over_holidays_and_make_up_days(start: str, amount: int, last: str) -> None:
    counted = CALENDAR.last_day_after(date.fromisoformat(start), amount)
    assert counted.day == date.fromisoformat(last)
    assert not counted.provisional


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_year_has_248_working_days(year: int) -> None:
    assert CALENDAR.last_day_after(date(year - 1, 12, 31), 248).day == date(year, 12, 31)


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_shipped_years_are_what_two_independent_packages_agree_on(year: int) -> None:
    file = DATA_FOLDER / f"{year}.csv"
    source = next(day.source for day in load_published_days() if day.day.year == year)
    assert disagreements(year) == []
    assert file.read_text("utf-8") == calendar_csv(year, source=source)


def test_a_make_up_day_is_a_working_weekend() -> None:
    assert CALENDAR.nature_of(date(2026, 2, 28)) == "make_up_day"
    assert CALENDAR.is_working_day(date(2026, 2, 28))


def test_a_weekday_in_an_announced_holiday_is_no_working_day() -> None:
    assert CALENDAR.nature_of(date(2026, 2, 16)) == "holiday"
    assert not CALENDAR.is_working_day(date(2026, 2, 16))


def test_a_count_that_reaches_an_unpublished_year_is_provisional() -> None:
    assert not CALENDAR.last_day_after(date(2026, 12, 28), 3).provisional
    counted = CALENDAR.last_day_after(date(2026, 12, 28), 4)
    assert counted.day == date(2027, 1, 1)
    assert counted.provisional


def test_only_the_counted_days_make_a_count_provisional() -> None:
    calendar = build_calendar([CalendarDay(date(2026, 1, 1), "off", "test")])
    assert not calendar.last_day_after(date(2025, 12, 31), 1).provisional


def test_no_working_days_after_a_day_is_the_day_itself() -> None:
    assert CALENDAR.last_day_after(date(2026, 2, 15), 0).day == date(2026, 2, 15)


def test_a_negative_number_of_working_days_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.last_day_after(date(2026, 2, 15), -1)


@given(st.dates(date(2025, 1, 1), date(2026, 9, 1)), st.integers(0, 30), st.integers(0, 30))
def test_working_days_add_up(start: date, first: int, second: int) -> None:
    middle = add_working_days(start, first, CALENDAR)
    assert add_working_days(middle, second, CALENDAR) == add_working_days(start, first + second, CALENDAR)


@given(st.dates(date(2025, 1, 1), date(2026, 12, 1)))
def test_the_working_day_before_the_next_one_is_on_or_before_the_start(start: date) -> None:
    following = add_working_days(start, 1, CALENDAR)
    before = CALENDAR.working_day_before(following)
    assert before <= start < following
    assert CALENDAR.working_day_on_or_after(start) in (start, following)


def test_the_noon_before_a_deadline_skips_the_holiday() -> None:
    noon = noon_of_working_day_before(close_of(date(2026, 2, 24)), CALENDAR)
    assert noon == datetime(2026, 2, 14, 12, 0, tzinfo=SHANGHAI)


def test_a_moment_without_a_zone_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="time zone"):
        in_shanghai(datetime(2026, 2, 12, 9, 0))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2026-02-30,off,x", r"2026\.csv:2: day is out of range"),
        ("2026-02-16,closed,x", r"2026\.csv:2: kind must be off or work"),
        ("2026-02-16,off,", r"2026\.csv:2: .*source must be named"),
        ("2026-02-16,off,x\n2026-02-16,work,x", r"2026\.csv: 2026-02-16 is announced twice"),
    ],
)
def test_a_calendar_file_with_a_mistake_names_the_line_and_the_reason(line: str, reason: str) -> None:
    with pytest.raises(CalendarFileWrong, match=reason):
        read_calendar_days(f"day,kind,source\n{line}\n", name="2026.csv")
