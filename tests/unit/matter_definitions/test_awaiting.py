"""A step that waits for money which somebody else sends."""

from datetime import datetime

import pytest

from clocks.clock import Limit
from clocks.published import load_published
from matter_definitions import events
from matter_definitions.acts.deciding import DecideStep, RecordOutcome
from matter_definitions.advance import ActRefused, ItemOpening, Situation, move, open_case, run_due
from matter_definitions.consequences import Consequences
from matter_definitions.offers import MoneyPlan
from matter_definitions.plan import Plan
from matter_definitions.state import CaseState
from tests.unit.matter_definitions.plans import DAY, item, plan, step

CALENDAR = load_published()
THURSDAY = datetime.fromisoformat("2026-03-05T10:00:00+08:00")
MONEY = MoneyPlan("account.sum", "fund.account", sent_by="send", back_to="account")
PLAN: Plan = plan(
    item(
        "transfer",
        step("account", "approval"),
        step("send", after=("account",)),
        step("arrival", "money_awaited", after=("send",), money=MONEY, limit=Limit(3, DAY)),
        step("close", after=("arrival",), decides=True),
        acceptance="rule",
        promised=Limit(15, DAY),
    )
)


def at(moment: datetime) -> Situation:
    return Situation(now=moment, calendar=CALENDAR, values={}, answers={})


def opened() -> CaseState:
    opening = ItemOpening("transfer", "transfer", 1, "330110000000", "library@330110000000")
    return open_case(PLAN, [opening], at(THURSDAY))[0]


def passed(state: CaseState) -> CaseState:
    return move(PLAN, state, DecideStep("transfer", "account", "pass"), at(THURSDAY))[0]


def told(
    state: CaseState, step: str, word: str = "done", *, round: int = 1
) -> tuple[CaseState, Consequences]:
    return move(PLAN, state, RecordOutcome("transfer", step, round, word), at(THURSDAY))


def awaited() -> CaseState:
    return told(passed(opened()), "send")[0]


def test_the_step_opens_when_the_money_was_sent_and_says_so():
    state, out = told(passed(opened()), "send")
    assert state.items["transfer"].steps["arrival"].standing == "open"
    assert events.MONEY_AWAITED in {each.kind for each in out.events}
    assert [each.kind for each in out.effects_wanted if each.step == "arrival"] == ["money_awaited"]


def test_the_whole_sum_lets_the_item_go_on():
    state, _ = told(awaited(), "arrival")
    assert state.items["transfer"].steps["close"].standing == "open"


def test_what_came_back_opens_the_account_again_and_all_that_follows_in_a_new_round():
    state, out = told(awaited(), "arrival", "returned")
    steps = state.items["transfer"].steps
    assert {code: (each.standing, each.round) for code, each in steps.items()} == {
        "account": ("open", 2),
        "send": ("pending", 2),
        "arrival": ("pending", 2),
        "close": ("pending", 1),
    }
    assert state.items["transfer"].standing == "accepted"
    assert events.MONEY_RETURNED in {each.kind for each in out.events}
    again, _ = told(passed(state), "send", round=2)
    assert told(again, "arrival", round=2)[0].items["transfer"].steps["close"].standing == "open"


def test_the_answer_of_a_round_that_is_over_is_refused():
    state, _ = told(awaited(), "arrival", "returned")
    with pytest.raises(ActRefused):
        told(state, "arrival")


def test_after_its_limit_it_is_late_once_and_is_still_waited_for():
    state, out = run_due(PLAN, awaited(), at(datetime.fromisoformat("2026-03-20T10:00:00+08:00")))
    late = [each for each in out.events if each.kind == events.MONEY_LATE]
    assert [each.at.date().isoformat() for each in late] == ["2026-03-10"]
    assert told(state, "arrival")[0].items["transfer"].steps["arrival"].standing == "done"


def test_what_has_arrived_is_not_late():
    state, _ = told(awaited(), "arrival")
    _, out = run_due(PLAN, state, at(datetime.fromisoformat("2026-03-20T10:00:00+08:00")))
    assert events.MONEY_LATE not in {each.kind for each in out.events}
