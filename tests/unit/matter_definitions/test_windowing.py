"""A step that is done on certain days only waits for the next one, and says so."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clocks.calendar import SHANGHAI
from clocks.clock import Limit
from clocks.windows import Window
from matter_definitions import events
from matter_definitions.acts.deciding import RecordOutcome
from matter_definitions.acts.pausing import Resume, Suspend
from matter_definitions.agenda import deadlines
from matter_definitions.imaginary.simulate import simulate
from matter_definitions.offers import SuspensionPlan, WindowPlan
from matter_definitions.plan import Plan
from matter_definitions.timing import clock_of, forecast
from tests.unit.matter_definitions.plans import DAY, item, plan, step
from tests.unit.matter_definitions.standings import CALENDAR, Played

BOOKED = Window((9, 24))  # the played cases begin on Thursday, 5 March 2026
MONDAY = datetime.fromisoformat("2026-03-09T00:00:00+08:00")
RESTS = SuspensionPlan("dispute", pauses=False, maximum=Limit(40, DAY))


def booked(*, pauses: bool = False) -> Plan:
    return plan(
        item(
            "a",
            step("book", window=WindowPlan(BOOKED, pauses)),
            step("tell", after=("book",)),
            acceptance="rule",
            suspensions=(RESTS,),
        )
    )


def waits(case: Played) -> datetime | None:
    return case.item.steps["book"].waits_until


def test_outside_it_waits_and_the_day_is_a_deadline_of_the_case() -> None:
    case = Played(booked())
    assert case.item.steps["book"].standing == "pending"
    assert waits(case) == MONDAY
    [event] = [each for each in case.all.events if each.kind == events.STEP_WAITS]
    assert event.data["opens_at"] == MONDAY.isoformat()
    first = deadlines(case.plan, case.state, CALENDAR)[0]
    assert (first.kind, first.at, first.step) == ("window", MONDAY, "book")
    assert not [each for each in case.all.effects_wanted if each.step == "book"]


def test_on_the_day_it_begins_by_itself_and_is_dated_then() -> None:
    case = Played(booked()).at("2026-03-12T09:00:00")
    assert case.item.steps["book"].standing == "open"
    assert case.item.steps["book"].opened_at == MONDAY
    assert waits(case) is None
    assert [each.step for each in case.all.effects_wanted if each.step == "book"] == ["book"]


def test_inside_it_begins_at_once_and_nobody_is_told_to_wait() -> None:
    case = Played(plan(item("a", step("book", window=WindowPlan(Window((5, 24)))), acceptance="rule")))
    assert case.item.steps["book"].standing == "open"
    assert events.STEP_WAITS not in case.kinds()


@pytest.mark.parametrize("pauses", [False, True])
def test_the_waiting_is_held_against_the_department_unless_the_window_pauses(pauses: bool) -> None:
    case = Played(booked(pauses=pauses))
    clock = clock_of(case.plan, case.item, CALENDAR)
    assert clock.paused is pauses
    case.at("2026-03-09T09:00:00")
    assert not clock_of(case.plan, case.item, CALENDAR).paused
    due = clock_of(case.plan, case.item, CALENDAR).due_at
    # Five working days from 5 March; 6 March does not count where the clock stood.
    assert due is not None
    assert due.date().isoformat() == ("2026-03-13" if pauses else "2026-03-12")


def test_the_expected_day_knows_of_the_waiting() -> None:
    open_at_once = Played(plan(item("a", step("book"), acceptance="rule")))
    paused = Played(booked(pauses=True))
    days = [forecast(each.plan, each.state, each.now, CALENDAR) for each in (open_at_once, paused)]
    assert days[0] is not None
    assert days[1] is not None
    assert days[1] > days[0]


def test_an_item_that_rests_on_the_day_begins_when_it_goes_on() -> None:
    case = Played(booked(pauses=True))
    case.do(Suspend("a", "dispute", "reason", stands=False))
    case.at("2026-03-10T09:00:00")
    assert case.item.steps["book"].standing == "pending"
    assert not clock_of(case.plan, case.item, CALENDAR).paused, "it waits for nothing but the people"
    case.do(Resume("a"))
    assert case.item.steps["book"].standing == "open"


def test_who_goes_on_after_the_last_day_waits_for_the_next_month() -> None:
    case = Played(booked())
    case.do(Suspend("a", "dispute", "reason", stands=False))
    case.at("2026-03-27T09:00:00")
    case.do(Resume("a"))
    assert waits(case) == datetime.fromisoformat("2026-04-09T00:00:00+08:00")
    assert case.kinds().count(events.STEP_WAITS) == 2


def test_an_imaginary_case_waits_too() -> None:
    played = simulate(
        booked(),
        calendar=CALENDAR,
        start=datetime.fromisoformat("2026-03-05T10:00:00+08:00"),
        answers={},
    )
    assert played.end == "completed"
    said = {each.event: each.at for each in played.moments}
    assert played.ended_at is not None
    assert said[events.STEP_WAITS].day == 5
    assert played.ended_at > MONDAY


@given(st.integers(1, 31), st.integers(0, 20), st.booleans(), st.integers(0, 90))
@settings(max_examples=60, deadline=None)
def test_whenever_it_is_looked_at_it_ends_and_never_begins_outside(
    first: int, length: int, pauses: bool, later: int
) -> None:
    window = Window((first, min(31, first + length)))
    case = Played(plan(item("a", step("book", window=WindowPlan(window, pauses)), acceptance="rule")))
    case.at(f"{datetime.fromordinal(case.now.toordinal() + later):%Y-%m-%d}T09:00:00")
    opened = case.item.steps["book"].opened_at
    if opened is not None:
        assert window.contains(opened.astimezone(SHANGHAI).date())
        case.do(RecordOutcome("a", "book", 1, "done"))
        assert case.item.standing == "granted"
    else:
        assert waits(case) is not None
