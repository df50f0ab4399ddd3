"""What the applicant is asked to confirm has a time; she is reminded of it once, and then it is over."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clocks.calendar import close_of
from clocks.pauses import Pause
from matter_definitions import events
from matter_definitions.acts.deciding import ConfirmStep, DecideStep, RecordOutcome
from matter_definitions.acts.pausing import Resume, Suspend
from matter_definitions.acts.receiving import AnswerNotice, CorrectLate
from matter_definitions.acts.telling import AskCall, CalendarChanged, RecordTold
from matter_definitions.acts.undoing import Reopen, TakeBack
from matter_definitions.advance import clock_of, deadlines, move
from matter_definitions.consequences import Deadline, RefundWanted
from matter_definitions.motion import ActRefused
from matter_definitions.plan import NoticePlan, Plan
from matter_definitions.state import Notice, from_document, to_document
from tests.unit.matter_definitions.plans import WORDS, everything, item, plan, step
from tests.unit.matter_definitions.standings import CALENDAR, MARKS, START, Played

CONFIRM = ConfirmStep("a", "print")
MINUTE = timedelta(minutes=1)
NAMED = (
    NoticePlan(events.CONFIRMATION_ASKED, "confirmation_asked", ("box", "sms")),
    NoticePlan(events.CONFIRMATION_REMINDED, "confirmation_reminded", ("box", "sms")),
    NoticePlan(events.LAPSED, "item_lapsed", ("box", "sms")),
)
LEGAL = (replace(NAMED[0], legal=True), *NAMED[1:])


def of(*, notices: tuple[NoticePlan, ...] = NAMED, days: int = 5, **more: object) -> Plan:
    """Paid, looked at and printed; printing has to be confirmed. Another item waits for it."""
    steps = (
        step("pay", "payment"),
        step("look", "approval", after=("pay",)),
        step("print", after=("look",), confirm=WORDS, decides=True),
    )
    settings: dict[str, object] = {"precheck": None, "acceptance": "rule", "steps": steps, **more}
    first = replace(everything(), **settings)  # type: ignore[arg-type]
    later = item("b", step("work"), acceptance="rule", after=(("a",),))
    return replace(plan(first, later, notices=notices), correction_days=days)


def asked(definition: Plan | None = None) -> Played:
    """Asked on Thursday 5 March at ten."""
    case = Played(definition or of())
    case.do(RecordOutcome("a", "pay", 1, "done"), DecideStep("a", "look", "pass"))
    assert events.CONFIRMATION_ASKED in case.kinds()
    return case


def notice_of(case: Played) -> Notice:
    return case.state.notices[-1]


def dates(case: Played) -> dict[str, datetime]:
    found: list[Deadline] = deadlines(case.plan, case.state, CALENDAR)
    return {each.kind: each.at for each in found if each.kind.startswith("confirmation")}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text + "+08:00")


REMINDED, OVER = at("2026-03-10T17:30:00"), at("2026-03-12T17:30:00")


def until(case: Played, moment: datetime) -> Played:
    return case.at(moment.replace(tzinfo=None).isoformat())


def told_of(case: Played, event: str) -> set[str | None]:
    wanted = [each for each in case.all.effects_wanted if each.kind == "notify"]
    return {each.channel for each in wanted if each.step.startswith(event)}


def test_the_question_says_until_when_and_has_the_time_of_a_correction() -> None:
    case = asked()
    assert dates(case) == {"confirmation_reminder": REMINDED, "confirmation": OVER}
    assert (notice_of(case).kind, notice_of(case).about, notice_of(case).answer_until) == (
        "confirmation",
        "print",
        OVER,
    )
    [said] = [each for each in case.all.events if each.kind == events.CONFIRMATION_ASKED]
    assert said.data == {"number": 1, "answer_until": OVER.isoformat()}


def test_she_is_reminded_once_at_two_thirds_of_the_time_and_not_a_minute_before() -> None:
    case = until(asked(), REMINDED - MINUTE)
    assert events.CONFIRMATION_REMINDED not in case.kinds()
    until(case, REMINDED)
    assert case.kinds().count(events.CONFIRMATION_REMINDED) == 1
    assert told_of(case, events.CONFIRMATION_REMINDED) == {"box", "sms"}
    until(case, OVER - MINUTE)
    assert case.kinds().count(events.CONFIRMATION_REMINDED) == 1


def test_until_the_last_minute_she_may_confirm_and_then_the_item_lapses_with_what_waits_for_it() -> None:
    case = until(asked(), OVER - MINUTE)
    assert case.item.standing == "accepted"
    until(case, OVER)
    assert (case.item.standing, case.item.reason) == ("lapsed", "not_confirmed")
    assert case.item.decided_at == OVER
    other = case.state.items["b"]
    assert (other.standing, other.reason) == ("not_pursued", "predecessor")
    assert case.all.refunds_wanted == [RefundWanted("a", "pay", 1, "lapse", 100)]
    assert told_of(case, events.LAPSED) == {"box", "sms"}
    assert notice_of(case).closed_at == OVER
    assert dates(case) == {}
    with pytest.raises(ActRefused):
        case.do(CONFIRM)


def test_who_confirms_in_the_last_minute_has_confirmed() -> None:
    case = until(asked(), OVER - MINUTE)
    case.do(CONFIRM)
    assert dates(case) == {}
    until(case, OVER + timedelta(days=30))
    assert case.item.standing == "accepted"
    assert case.item.steps["print"].standing == "open"


def test_a_matter_that_names_no_message_tells_her_all_the_same() -> None:
    case = until(asked(of(notices=())), OVER)
    assert told_of(case, events.CONFIRMATION_ASKED) == told_of(case, events.CONFIRMATION_REMINDED) == {"box"}


@given(days=st.integers(1, 90), minutes=st.integers(0, 60 * 24 * 20))
def test_the_reminder_comes_after_the_question_and_before_the_end(days: int, minutes: int) -> None:
    case = Played(of(days=days))
    case.now = START + timedelta(minutes=minutes)
    case.do(RecordOutcome("a", "pay", 1, "done"), DecideStep("a", "look", "pass"))
    found = dates(case)
    assert case.now < found["confirmation_reminder"] < found["confirmation"]


def test_a_notice_of_law_counts_from_when_it_is_told_and_so_does_its_clock() -> None:
    case = asked(of(notices=LEGAL))
    [service] = case.all.services_wanted
    assert (service.item, service.notice, service.event) == ("a", 1, events.CONFIRMATION_ASKED)
    assert service.must_by == notice_of(case).call_at == at("2026-03-11T12:00:00")
    assert dates(case) == {}
    assert not clock_of(case.plan, case.item, CALENDAR).paused
    case.at("2026-03-16T10:00:00").do(RecordTold("letter", "proof", notice=1))
    assert case.item.told_of_decision_at is None
    assert case.item.handling_pauses == [Pause(case.now, None, "confirmation")]
    ends = at("2026-03-23T17:30:00")
    assert (notice_of(case).answer_until, dates(case)["confirmation"]) == (ends, ends)
    assert until(case, ends - MINUTE).item.standing == "accepted"
    assert until(case, ends).item.standing == "lapsed"


def test_a_question_of_law_that_is_not_told_is_called_about_and_ends_nothing() -> None:
    case = asked(of(notices=LEGAL)).at("2026-03-11T11:59:00")
    assert events.CALL_ASKED not in case.kinds()
    case.at("2026-03-11T12:00:00")
    assert case.kinds().count(events.CALL_ASKED) == 1
    case.at("2026-06-01T10:00:00")
    assert case.item.standing == "accepted"
    case.do(CONFIRM)
    assert "call" in {each.step for each in case.all.tasks_closed}


def test_a_call_may_be_asked_for_before_when_no_channel_is_left() -> None:
    case = asked(of(notices=LEGAL))
    case.do(AskCall(notice=1))
    assert case.kinds().count(events.CALL_ASKED) == 1


def test_the_days_for_which_the_item_rests_are_hers() -> None:
    """Suspended from Friday to the next Friday: one of the five days is used up, four are left."""
    case = asked().at("2026-03-06T18:00:00")
    case.do(Suspend("a", "force_majeure", "reason", stands=True))
    assert dates(case) == {}
    case.at("2026-03-13T10:00:00")
    assert case.item.standing == "suspended"
    with pytest.raises(ActRefused):
        case.do(CONFIRM)
    case.do(Resume("a"))
    ends = at("2026-03-18T17:30:00")
    assert notice_of(case).answer_until == dates(case)["confirmation"] == ends
    assert dates(case)["confirmation_reminder"] > case.now
    assert until(case, ends).item.reason == "not_confirmed"


def test_what_is_asked_for_besides_gives_its_days_back_also_when_nobody_proved_its_telling() -> None:
    late = NoticePlan(events.LATE_CORRECTION_ASKED, "correction_asked", legal=True)
    steps = (
        step("pay", "payment"),
        step("look", "approval", after=("pay",)),
        step("print", after=("look",), confirm=WORDS),
        step("decide", "approval", after=("pay",), decides=True),
    )
    case = asked(replace(of(notices=(late, *NAMED), steps=steps), legal_service=True))
    case.at("2026-03-06T10:00:00").do(CorrectLate("a", "decide", MARKS))
    case.at("2026-03-20T10:00:00").do(AnswerNotice(("field:x",)))
    case.at("2026-03-20T11:00:00")
    assert case.item.standing == "accepted"
    assert dates(case)["confirmation"] > case.now


@given(st.lists(st.tuples(st.integers(1, 400), st.booleans()), max_size=12))
@example([(40, False), (400, False), (42, False)])  # goes on at noon, when a half day is counted
def test_however_it_rests_between_no_date_is_ever_in_the_past(moves: list[tuple[int, bool]]) -> None:
    """Hours pass, and the item is suspended or goes on, until it lapses or nobody moves any more."""
    case = asked()
    for hours, stands in moves:
        until(case, case.now + timedelta(hours=hours))
        if case.item.standing == "accepted":
            case.do(Suspend("a", "force_majeure" if stands else "dispute", "reason", stands=stands))
        elif case.item.standing == "suspended":
            case.do(Resume("a"))
        assert all(each >= case.now for each in dates(case).values())
    if case.item.standing == "suspended":
        case.do(Resume("a"))
    until(case, case.now + timedelta(days=400))
    assert (case.item.standing, case.item.reason) == ("lapsed", "not_confirmed")
    [lapsed] = [each.at for each in case.all.events if each.kind == events.LAPSED]
    reminded = [each.at for each in case.all.events if each.kind == events.CONFIRMATION_REMINDED]
    assert len(reminded) == 1
    assert reminded[0] < lapsed


def granted() -> Played:
    """Granted, and the card is posted only when its address is confirmed."""
    steps = (
        step("decide", "approval", decides=True),
        step("print", after=("decide",), confirm=WORDS, stage="after_grant"),
    )
    case = Played(replace(plan(item("a", *steps, acceptance="rule"), notices=NAMED), correction_days=5))
    case.do(DecideStep("a", "decide", "grant"))
    assert case.item.standing == "granted"
    return case


def test_what_is_granted_stays_granted_and_that_it_is_overdue_is_said_once() -> None:
    case = until(granted(), OVER - MINUTE)
    assert events.CONFIRMATION_OVERDUE not in case.kinds()
    until(case, OVER)
    assert (case.item.standing, case.state.standing) == ("granted", "open")
    case.at("2026-06-01T10:00:00")
    assert case.kinds().count(events.CONFIRMATION_OVERDUE) == 1
    assert case.kinds().count(events.CONFIRMATION_REMINDED) == 1
    case.do(CONFIRM)
    assert case.item.steps["print"].standing == "open"
    assert case.item.handling_pauses == []


def test_what_begins_anew_is_asked_anew_with_a_time_of_its_own() -> None:
    case = granted().at("2026-03-09T10:00:00")
    case.do(TakeBack("a", None, "reason"))
    assert notice_of(case).closed_at == case.now
    case.do(DecideStep("a", "decide", "grant"))
    assert [(each.number, each.about, each.closed_at is None) for each in case.state.notices] == [
        (1, "print", False),
        (2, "print", True),
    ]
    assert dates(case)["confirmation"] == at("2026-03-16T17:30:00")


def test_a_decision_on_review_opens_what_lapsed_unconfirmed_and_asks_again() -> None:
    case = until(asked(), OVER).at("2026-04-01T10:00:00")
    case.do(Reopen("a", "decision"), DecideStep("a", "look", "pass"))
    assert case.item.standing == "accepted"
    assert dates(case)["confirmation"] == at("2026-04-09T17:30:00")


def test_a_question_that_an_earlier_release_asked_has_no_limit() -> None:
    case = asked()
    document = to_document(case.state)
    del document["notices"]
    case.state = from_document(document)
    assert case.at("2026-09-01T10:00:00").item.standing == "accepted"
    case.do(CONFIRM)
    assert not clock_of(case.plan, case.item, CALENDAR).paused


def test_a_plan_of_the_first_format_asks_as_it_did() -> None:
    case = Played(replace(of(), format=1))
    case.do(RecordOutcome("a", "pay", 1, "done"), DecideStep("a", "look", "pass"))
    assert case.state.notices == []
    assert clock_of(case.plan, case.item, CALENDAR).paused
    assert case.at("2026-09-01T10:00:00").item.standing == "accepted"


def test_a_calendar_that_takes_a_day_gives_it_back() -> None:
    case = asked()
    lost = at("2026-03-11T00:00:00").date()
    changed = replace(CALENDAR, standstill=CALENDAR.standstill | {lost})
    situation = replace(case.situation(), calendar=changed)
    state, _ = move(case.plan, case.state, CalendarChanged("p", lost=(lost,)), situation)
    assert state.notices[-1].answer_until == close_of(at("2026-03-13T00:00:00").date())
