"""Random timelines for the clock tests, and a naive clock that walks day by day to compare with."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from clocks.calendar import SHANGHAI, PauseDayRule, WorkCalendar
from clocks.clock import Pause
from clocks.published import load_published

CALENDAR = load_published()
RULES: list[PauseDayRule] = ["running_at_close", "never", "always"]

FIRST_MOMENT = datetime(2025, 1, 1, tzinfo=SHANGHAI)
MINUTES_TO_LAST_MOMENT = 21 * 30 * 24 * 60

moments = st.integers(0, MINUTES_TO_LAST_MOMENT).map(lambda n: FIRST_MOMENT + timedelta(minutes=n))
amounts = st.integers(min_value=1, max_value=40)


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


def naive_due_day(
    amount: int, *, started: datetime, pauses: Sequence[Pause], calendar: WorkCalendar
) -> date | None:
    """Asks of each minute-exact close, one day after the other, whether the clock ran at it."""
    day = started.astimezone(SHANGHAI).date()
    for _ in range(3000):
        day += timedelta(days=1)
        weekend = day.isoweekday() in (6, 7)
        if day in calendar.days_off or (weekend and day not in calendar.make_up_days):
            continue
        close = datetime.combine(day, time(17, 30), SHANGHAI)
        if any(p.start <= close and (p.end is None or close < p.end) for p in pauses):
            continue
        amount -= 1
        if amount == 0:
            return day
    return None


def with_rule(rule: PauseDayRule) -> WorkCalendar:
    return WorkCalendar(
        published_years=CALENDAR.published_years,
        days_off=CALENDAR.days_off,
        make_up_days=CALENDAR.make_up_days,
        pause_day_counts=rule,
    )
