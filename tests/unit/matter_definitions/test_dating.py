"""A change of the calendar and the dates that a case has told somebody."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clocks.calendar import SHANGHAI, RegionalDays, close_of, local_date
from clocks.changing import CalendarChange, ChangedDay, changed, moved_days
from clocks.clock import Limit
from clocks.published import load_published
from matter_definitions import events
from matter_definitions.acts.receiving import DecideReceipt
from matter_definitions.acts.telling import CalendarChanged
from matter_definitions.advance import ItemOpening, Situation, move, open_case, run_due
from matter_definitions.plan import NoticePlan
from matter_definitions.state import CaseState, Mark
from tests.engine_room import LIBRARY, REGION, item, plan_of, step

CALENDAR = load_published()
PLAN = plan_of(item("card", step("review", "approval")))
START = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)
days = st.dates(date(2026, 2, 20), date(2026, 3, 25))
changes = st.lists(
    st.builds(ChangedDay, days, st.sampled_from(["off", "work", "standstill"])),
    min_size=1,
    max_size=6,
    unique_by=lambda each: each.day,
)


def opened() -> CaseState:
    state, _ = open_case(PLAN, [ItemOpening("card", "card", 1, REGION, LIBRARY)], Situation(START, CALENDAR))
    return state


def after(change: CalendarChange) -> CalendarChanged:
    new = changed(CALENDAR, change)
    moved = moved_days(CALENDAR, new, change, places=[REGION])
    return CalendarChanged("p", lost=moved.lost, won=moved.won)


@given(changes)
def test_the_promise_has_as_many_working_days_as_before_or_the_day_that_was_promised(
    days: list[ChangedDay],
) -> None:
    state, change = opened(), CalendarChange(tuple(days), region_prefix="3301")
    new = changed(CALENDAR, change)
    moved, out = move(PLAN, state, after(change), Situation(START, new))
    assert state.promised_at is not None
    assert moved.promised_at is not None
    anew = new.for_region(REGION).last_day_after(local_date(START), 5).day
    assert local_date(moved.promised_at) == max(local_date(state.promised_at), anew)
    told = [event for event in out.events if event.kind == events.PROMISE_MOVED]
    assert bool(told) == (moved.promised_at > state.promised_at)
    assert len(moved.promise_moves) == len(told)


@given(changes)
def test_a_change_that_is_taken_back_leaves_the_calendar_as_it_was(days: list[ChangedDay]) -> None:
    there = CalendarChange(tuple(days), region_prefix="3301")
    back = replace(there, days=tuple(ChangedDay(each.day, "week") for each in days))
    place = changed(changed(CALENDAR, there), back).for_region(REGION)
    assert place == CALENDAR


def test_the_answer_to_a_notice_has_more_time_when_days_fall_away() -> None:
    plan = plan_of(item("card", step("review", "approval"), acceptance="officer"))
    state, _ = open_case(plan, [ItemOpening("card", "card", 1, REGION, LIBRARY)], Situation(START, CALENDAR))
    asked = DecideReceipt("card", "correct", marks=(Mark("field:card.number", "x"),))
    state, _ = move(plan, state, asked, Situation(START, CALENDAR))
    state, _ = run_due(plan, state, Situation(START + timedelta(days=7), CALENDAR))
    until = state.notices[0].answer_until
    off = CalendarChange((ChangedDay(date(2026, 3, 11), "off"),), region_prefix="33")
    new = changed(CALENDAR, off)
    moved, _ = move(plan, state, after(off), Situation(START + timedelta(days=8), new))
    assert until is not None
    assert moved.notices[0].answer_until == until + timedelta(days=1)


def test_the_limit_of_an_open_step_is_counted_anew() -> None:
    plan = plan_of(item("card", step("review", "approval", limit=Limit(2, "working_day"))))
    state, _ = open_case(plan, [ItemOpening("card", "card", 1, REGION, LIBRARY)], Situation(START, CALENDAR))
    off = CalendarChange((ChangedDay(date(2026, 3, 4), "off"),), region_prefix="33")
    moved, _ = move(plan, state, after(off), Situation(START, changed(CALENDAR, off)))
    assert state.items["card"].steps["review"].limit_at == close_of(date(2026, 3, 4))
    assert moved.items["card"].steps["review"].limit_at == close_of(date(2026, 3, 5))


def test_a_matter_that_names_its_own_message_sends_that_one() -> None:
    own = replace(PLAN, notices=(NoticePlan(events.PROMISE_MOVED, "our_own", ("sms",)),))
    off = CalendarChange((ChangedDay(date(2026, 3, 4), "off"),), region_prefix="33")
    state = opened()
    _, out = move(own, state, after(off), Situation(START, changed(CALENDAR, off)))
    assert [(each.template, each.channel) for each in out.effects_wanted] == [("our_own", "sms")]


def test_days_of_two_regions_around_a_place_add_up() -> None:
    province = CalendarChange((ChangedDay(date(2026, 3, 4), "off"),), region_prefix="33")
    calendar = changed(CALENDAR, province)
    city = CalendarChange((ChangedDay(date(2026, 3, 5), "off"),), region_prefix="3301")
    place = changed(calendar, city).for_region(REGION)
    assert not place.is_working_day(date(2026, 3, 4))
    assert not place.is_working_day(date(2026, 3, 5))
    assert RegionalDays("3301", days_off=frozenset({date(2026, 3, 5)})) in changed(calendar, city).regional


XIHU = "330106000000"
REVIEWED = replace(plan_of(item("card", step("review", "approval"), acceptance="officer")), format=2)


def under_review() -> CaseState:
    opening = ItemOpening("card", "card", 1, REGION, LIBRARY)
    state, _ = open_case(REVIEWED, [opening], Situation(START, CALENDAR))
    return state


def test_a_person_whose_case_is_under_review_is_told_that_the_expected_day_has_moved() -> None:
    state = under_review()
    off = CalendarChange((ChangedDay(date(2026, 3, 4), "off"),), region_prefix="33")
    there = Situation(START, changed(CALENDAR, off))

    moved, out = move(REVIEWED, state, after(off), there)

    assert state.expected_at is not None
    assert moved.promised_at is None
    assert moved.expected_at == state.expected_at + timedelta(days=1)
    assert [each.kind for each in out.events] == [events.EXPECTED_DAY_MOVED]
    told = [(each.template, each.channel) for each in out.effects_wanted]
    assert told == [("expected_day_moved", "box")]
    again, more = move(REVIEWED, moved, after(off), there)
    assert (again.expected_moves, more.events) == (1, [])


def test_an_expected_day_that_comes_nearer_is_told_too_and_each_change_once() -> None:
    off = CalendarChange((ChangedDay(date(2026, 3, 4), "off"),), region_prefix="3301")
    new = changed(CALENDAR, off)
    state, first = move(REVIEWED, under_review(), after(off), Situation(START, new))
    back = CalendarChanged("p", won=(date(2026, 3, 4),))
    state, second = move(REVIEWED, state, back, Situation(START, CALENDAR))
    assert [each.round for out in (first, second) for each in out.effects_wanted] == [1, 2]
    assert state.expected_at == under_review().expected_at


def test_what_only_time_moves_is_not_told_as_a_change_of_the_calendar() -> None:
    far = CalendarChange((ChangedDay(date(2026, 12, 1), "off"),), region_prefix="33")
    there = Situation(START + timedelta(days=3), changed(CALENDAR, far))
    _, out = move(REVIEWED, under_review(), after(far), there)
    assert out.events == []


def two_places() -> CaseState:
    """The first item in Yuhang, the second in Xihu, and a promise of the whole case."""
    openings = [
        ItemOpening("card", "card", 1, REGION, LIBRARY),
        ItemOpening("paper", "paper", 2, XIHU, f"library@{XIHU}"),
    ]
    state, _ = open_case(WHOLE, openings, Situation(START, CALENDAR))
    return state


WHOLE = replace(
    plan_of(item("card", step("review", "approval")), item("paper", step("review", "approval"))),
    promise=Limit(5, "working_day"),
)


def test_the_promise_of_a_case_is_kept_by_the_last_of_its_places() -> None:
    off = CalendarChange((ChangedDay(date(2026, 3, 4), "off"),), region_prefix=XIHU[:6])
    openings = [
        ItemOpening("card", "card", 1, REGION, LIBRARY),
        ItemOpening("paper", "paper", 2, XIHU, LIBRARY),
    ]
    state, _ = open_case(WHOLE, openings, Situation(START, changed(CALENDAR, off)))
    assert two_places().promised_at == close_of(date(2026, 3, 9))
    assert state.promised_at == close_of(date(2026, 3, 10))


def test_a_day_lost_in_a_later_items_place_moves_the_promise_of_the_case() -> None:
    state = two_places()
    off = CalendarChange((ChangedDay(date(2026, 3, 4), "off"),), region_prefix=XIHU[:6])
    new = changed(CALENDAR, off)
    act = CalendarChanged(
        "p", lost=(date(2026, 3, 4),), places=((REGION, (), ()), (XIHU, (date(2026, 3, 4),), ()))
    )
    moved, out = move(WHOLE, state, act, Situation(START, new))
    assert moved.promised_at == close_of(date(2026, 3, 10))
    assert events.PROMISE_MOVED in {each.kind for each in out.events}


def test_days_that_two_places_exchange_move_it_by_the_place_that_lost() -> None:
    day, other = date(2026, 3, 4), date(2026, 3, 7)  # a Wednesday; a Saturday that is worked in Yuhang
    new = changed(
        changed(CALENDAR, CalendarChange((ChangedDay(day, "off"),), region_prefix=XIHU[:6])),
        CalendarChange((ChangedDay(other, "work"),), region_prefix=REGION[:6]),
    )
    places = ((REGION, (), (other,)), (XIHU, (day,), ()))
    moved, _ = move(
        WHOLE,
        two_places(),
        CalendarChanged("p", lost=(day,), won=(other,), places=places),
        Situation(START, new),
    )
    assert moved.promised_at == close_of(date(2026, 3, 10))
