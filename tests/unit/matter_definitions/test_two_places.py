"""An item that one place receives and another handles: who may do what, and whose calendar counts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from clocks.calendar import RegionalDays
from clocks.clock import Limit
from clocks.published import load_published
from matter_definitions import events
from matter_definitions.acts.act import Act
from matter_definitions.acts.committing import JudgeLateSupply
from matter_definitions.acts.corresponding import SendLetter
from matter_definitions.acts.deciding import DecideStep
from matter_definitions.acts.receiving import CorrectLate, DecidePrecheck, DecideReceipt
from matter_definitions.acts.undoing import Revoke
from matter_definitions.advance import ActRefused, ItemOpening, Situation, clock_of, move, open_case, run_due
from matter_definitions.consequences import Consequences
from matter_definitions.motion import ActorRef
from matter_definitions.movements import word_of
from matter_definitions.offers import LetterPlan
from matter_definitions.plan import Plan, ResultPlan
from matter_definitions.state import INTAKE, RECEIPT, CaseState, Mark
from matter_definitions.transitions import TRANSITIONS
from tests.unit.matter_definitions.plans import DAY, WORDS, item, plan, step

CALENDAR = load_published()
THURSDAY = datetime.fromisoformat("2026-03-05T10:00:00+08:00")
HANDLING, RECEIVING = "330110000000", "330106000000"
POLICE, COUNTER = f"police@{HANDLING}", f"window@{RECEIVING}"
COUNTER_CLERK = ActorRef("window", "w1", department=COUNTER, region=RECEIVING)
OFFICER = ActorRef("officer", "o1", rank=2, department=POLICE, region=HANDLING)
MARK = Mark("material:photo", "text")

DECIDES = replace(
    item(
        "move-in",
        step("decide", "approval", decides=True),
        step("issue", "issue_result", result="permit"),
        late_correction=True,
    ),
    results=(ResultPlan("permit", WORDS, "generic_result"),),
)


def opened(definition: Plan, *, now: datetime = THURSDAY, calendar: object = CALENDAR) -> CaseState:
    opening = ItemOpening(
        "move-in",
        "move-in",
        1,
        HANDLING,
        POLICE,
        receive_region=RECEIVING,
        places={INTAKE: (COUNTER, RECEIVING)},
    )
    state, out = open_case(definition, [opening], situation(None, now=now, calendar=calendar))
    assert [(each.step, each.department, each.region) for each in out.tasks_opened] == [
        (INTAKE, COUNTER, RECEIVING)
    ]
    return state


def situation(by: ActorRef | None, *, now: datetime = THURSDAY, calendar: object = CALENDAR) -> Situation:
    return Situation(now=now, calendar=calendar, actor=by)  # type: ignore[arg-type]


def played(state: CaseState, *acts: tuple[Act, ActorRef | None]) -> tuple[CaseState, Consequences]:
    everything = Consequences()
    for act, by in acts:
        state, out = move(PLAN, state, act, situation(by))
        everything.add(out)
    return state, everything


PLAN = plan(DECIDES)
HAND_ON = (DecidePrecheck("move-in", "pass", step="intake"), COUNTER_CLERK)
ACCEPT = (DecideReceipt("move-in", "accept"), OFFICER)
GRANT = (DecideStep("move-in", "decide", "grant"), OFFICER)

DECIDING: Mapping[str, tuple[tuple[tuple[Act, ActorRef | None], ...], Act]] = {
    "accept": ((HAND_ON,), DecideReceipt("move-in", "accept")),
    "correct": ((HAND_ON,), DecideReceipt("move-in", "correct", (MARK,))),
    "refuse": ((HAND_ON,), DecideReceipt("move-in", "refuse", reason="no_right")),
    "not_applicable": ((HAND_ON,), DecideReceipt("move-in", "not_applicable", reason="x", authority="x")),
    "grant": ((HAND_ON, ACCEPT), DecideStep("move-in", "decide", "grant")),
    "deny": ((HAND_ON, ACCEPT), DecideStep("move-in", "decide", "deny", reason="no_right")),
    "correct_after": ((HAND_ON, ACCEPT), CorrectLate("move-in", "decide", (MARK,))),
    "revoke": ((HAND_ON, ACCEPT, GRANT), Revoke("move-in", "revoked", "x", "x")),
}


@pytest.mark.parametrize("word", DECIDING)
@pytest.mark.parametrize("role", ["window", "officer"])
def test_the_place_that_receives_never_decides(word: str, role: str) -> None:
    before, act = DECIDING[word]
    state, _ = played(opened(PLAN), *before)
    assert word_of(act) == word
    clerk = replace(COUNTER_CLERK, role=role)
    with pytest.raises(ActRefused) as error:
        move(PLAN, state, act, situation(clerk))
    assert error.value.code in ("receiver_decides", "not_yours_to_do")


def test_every_decision_of_the_table_is_kept_from_the_place_that_receives() -> None:
    """Rows that change what an item is, by people; what a counter may do is named here, one by one."""
    counters = {
        "submit", "precheck_pass", "return", "supply_late", "ask_void", "deliver", "sign",
        "record_call",
    }  # fmt: skip
    for row in TRANSITIONS:
        if "window" in row.who or "receiver" in row.who:
            guarded = "receiver_never_decides" in row.guards
            assert row.act in counters or guarded, f"{row.row} {row.act}"
        if set(row.target) & {"granted", "denied", "refused", "revoked", "granted_with_late_supply"}:
            of_officers = {"officer", "superior"} & set(row.who)
            assert not of_officers or "receiver_never_decides" in row.guards, f"{row.row} {row.act}"


def test_what_a_counter_may_do_is_hand_it_on_or_give_it_back() -> None:
    state, out = played(opened(PLAN), HAND_ON)
    assert [each.kind for each in out.events].count(events.HANDED_ON) == 1
    assert [(each.step, each.department, each.region) for each in out.tasks_opened] == [
        (RECEIPT, POLICE, HANDLING)
    ]
    assert state.items["move-in"].standing == "received"


def test_a_counter_cannot_review_instead_of_handing_on() -> None:
    for act in (DecideReceipt("move-in", "accept"), DecideReceipt("move-in", "refuse", reason="x")):
        with pytest.raises(ActRefused):
            move(PLAN, opened(PLAN), act, situation(COUNTER_CLERK))


def test_only_days_of_the_place_that_handles_count_for_its_clock() -> None:
    monday = date(2026, 3, 9)

    def closed_at(region: str) -> datetime | None:
        holiday = RegionalDays(region, days_off=frozenset({monday}))
        calendar = replace(CALENDAR, regional=(holiday,))
        state = opened(PLAN, calendar=calendar)
        for act, by in (HAND_ON, ACCEPT):
            state, _ = move(PLAN, state, act, situation(by, calendar=calendar))
        return clock_of(PLAN, state.items["move-in"], calendar).due_at

    assert closed_at(RECEIVING) == datetime.fromisoformat("2026-03-12T17:30:00+08:00")
    assert closed_at(HANDLING) == datetime.fromisoformat("2026-03-13T17:30:00+08:00")


def test_the_answer_to_a_letter_is_due_by_the_calendar_of_the_place_that_answers() -> None:
    letter = LetterPlan("police", "'x'", Limit(2, DAY), "verification", "letter")
    definition = plan(item("move-in", step("ask", "letter", letter=letter), acceptance="rule"))
    monday = frozenset({date(2026, 3, 9)})

    def late_on(region: str) -> date:
        calendar = replace(CALENDAR, regional=(RegionalDays(region, days_off=monday),))
        opening = ItemOpening(
            "move-in", "move-in", 1, HANDLING, POLICE, places={"ask:to": (f"police@{RECEIVING}", RECEIVING)}
        )
        state, _ = open_case(definition, [opening], situation(None, calendar=calendar))
        state, _ = move(definition, state, SendLetter("move-in", "ask"), situation(None, calendar=calendar))
        for days in range(1, 15):
            now = THURSDAY + timedelta(days=days)
            _, out = run_due(definition, state, situation(None, now=now, calendar=calendar))
            if any(each.kind == events.LETTER_UNANSWERED for each in out.events):
                return now.date()
        raise AssertionError("it is never late")

    assert late_on(HANDLING) == date(2026, 3, 10)
    assert late_on(RECEIVING) == date(2026, 3, 11)


def test_a_late_supply_is_not_judged_by_the_place_that_receives() -> None:
    row = next(each for each in TRANSITIONS if each.act == word_of(JudgeLateSupply("x", "y", conforms=True)))
    assert "receiver_never_decides" in row.guards
