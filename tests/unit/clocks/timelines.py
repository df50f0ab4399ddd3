"""Random timelines for the clock tests."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from clocks.calendar import SHANGHAI, PauseDayRule, RegionalDays, WorkCalendar
from clocks.clock import Limit
from clocks.pauses import Pause
from clocks.published import load_published

CALENDAR = load_published()
RULES: list[PauseDayRule] = ["running_at_close", "never", "always"]

FIRST_MOMENT = datetime(2025, 1, 1, tzinfo=SHANGHAI)
MINUTES_TO_LAST_MOMENT = 21 * 30 * 24 * 60

moments = st.integers(0, MINUTES_TO_LAST_MOMENT).map(lambda n: FIRST_MOMENT + timedelta(minutes=n))
amounts = st.integers(min_value=1, max_value=40)
units = st.sampled_from(["working_day", "natural_day", "hour", "half_day", "at_once"])
rules = st.sampled_from(RULES)
limits = st.builds(Limit, amounts, units)

PLACE = "330110000000"
PREFIXES = ["", "33", "3301", "330110", "3302"]
few_days = st.frozensets(st.dates(date(2026, 2, 1), date(2026, 4, 30)), max_size=5)
spring = st.integers(0, 60 * 24 * 60).map(
    lambda minutes: datetime(2026, 2, 1, tzinfo=SHANGHAI) + timedelta(minutes=minutes)
)


@st.composite
def pauses_after(draw: st.DrawFn, started: datetime, *, may_stay_open: bool = False) -> list[Pause]:
    """Up to four pauses after the start, some of which may overlap, touch or be empty."""
    pauses: list[Pause] = []
    for _ in range(draw(st.integers(0, 4))):
        start = started + timedelta(minutes=draw(st.integers(0, 40 * 24 * 60)))
        length = timedelta(minutes=draw(st.sampled_from([0, 1, 30, 570, 1440, 2880, 20000])))
        stays_open = may_stay_open and draw(st.integers(0, 7)) == 0
        pauses.append(Pause(start, None if stays_open else start + length, kind="correction"))
    return pauses


@st.composite
def days_of_regions(draw: st.DrawFn) -> tuple[RegionalDays, ...]:
    """What a province, a city and another city decided for days of spring 2026."""
    return tuple(
        RegionalDays(prefix, days_off=off, make_up_days=worked - off, standstill=draw(few_days))
        for prefix in draw(st.lists(st.sampled_from(PREFIXES), unique=True, max_size=3))
        for off, worked in [(draw(few_days), draw(few_days))]
    )


def with_rule(rule: PauseDayRule, *regional: RegionalDays) -> WorkCalendar:
    return replace(CALENDAR, pause_day_counts=rule, regional=regional)
