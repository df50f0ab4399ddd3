"""Fees before, during and after the handling: what waits for them, and what an unpaid one ends."""

from dataclasses import replace
from datetime import timedelta

import pytest

from matter_definitions import events
from matter_definitions.acts.deciding import DecideStep, DemandAnew, RecordOutcome, RedoStep
from matter_definitions.acts.receiving import DecideReceipt
from matter_definitions.acts.undoing import TakeBack, Withdraw
from matter_definitions.consequences import RefundUnwanted, RefundWanted
from matter_definitions.copying import copy_state
from matter_definitions.motion import ActRefused, Motion
from matter_definitions.plan import PaymentRule, Plan
from matter_definitions.resetting import reset_steps
from tests.unit.matter_definitions.hand_played import Case
from tests.unit.matter_definitions.plans import WORDS, item, plan, step

RULE = PaymentRule("fee.amount", WORDS, remind_after_days=(3, 7), expire_after_days=15)


def with_fee(**more: object) -> Plan:
    """Two items that do not need each other; one costs something."""
    pay = step("pay", "payment", payment=RULE, **more)
    after = ("pay",) if not more.get("after") else ()
    return plan(
        item("a", pay, step("decide", "approval", after=after, decides=True)),
        item("b", step("decide", "approval", decides=True)),
    )


def accepted(definition: Plan) -> Case:
    case = Case(definition)
    for key in definition.by_code:
        case.do(DecideReceipt(key, "accept"))
    return case


BEFORE = with_fee(stage="before_acceptance")
DURING = with_fee()


def test_a_fee_before_acceptance_is_asked_for_when_the_form_is_in_order_and_accepts_when_paid() -> None:
    case = Case(BEFORE)
    assert case.state.items["a"].steps["pay"].standing == "pending"
    case.do(DecideReceipt("a", "accept"))
    assert (case.standing("a"), case.state.items["a"].steps["pay"].standing) == ("received", "open")
    assert case.state.items["a"].accepted_at is None
    case.now += timedelta(days=1)
    case.do(RecordOutcome("a", "pay", 1, "done"))
    assert case.standing("a") == "accepted"
    assert case.state.items["a"].accepted_at == case.now


def test_a_fee_during_the_handling_is_asked_for_by_an_accepted_item() -> None:
    case = accepted(DURING)
    assert (case.standing("a"), case.state.items["a"].steps["pay"].standing) == ("accepted", "open")
    assert case.state.items["a"].steps["decide"].standing == "pending"
    case.do(RecordOutcome("a", "pay", 1, "done"))
    assert case.state.items["a"].steps["decide"].standing == "open"


def test_a_fee_after_the_decision_is_asked_for_by_a_granted_item() -> None:
    case = accepted(with_fee(after=("decide",)))
    assert case.state.items["a"].steps["pay"].standing == "pending"
    case.do(DecideStep("a", "decide", "grant"))
    assert (case.standing("a"), case.state.items["a"].steps["pay"].standing) == ("granted", "open")


@pytest.mark.parametrize("definition", [BEFORE, DURING], ids=["before", "during"])
def test_an_unpaid_item_ends_after_two_reminders_and_stops_nobody(definition: Plan) -> None:
    case = accepted(definition)
    opened = case.state.items["a"].steps["pay"].opened_at
    assert opened is not None
    last = opened + timedelta(days=15)
    case.at(last.replace(tzinfo=None).strftime("%Y-%m-%dT00:00:00"))
    assert case.kinds().count(events.PAYMENT_REMINDED) == 2
    assert case.standing("a") in ("received", "accepted")
    case.at((last + timedelta(days=8)).replace(tzinfo=None).strftime("%Y-%m-%dT00:00:00"))
    assert case.standing("a") == "lapsed"
    assert case.state.items["a"].reason == "unpaid"
    assert case.kinds().count(events.PAYMENT_REMINDED) == 2
    assert [(each.item, each.step) for each in case.all.effects_unwanted] == [("a", "pay")]
    assert case.standing("b") == "accepted"
    case.do(DecideStep("b", "decide", "grant"))
    assert case.standing("b") == "granted"
    assert case.state.standing == "partly_completed"


@pytest.mark.parametrize("definition", [BEFORE, DURING], ids=["before", "during"])
def test_what_was_paid_in_time_is_not_reminded_of_and_comes_back_when_withdrawn(definition: Plan) -> None:
    case = accepted(definition)
    case.do(RecordOutcome("a", "pay", 1, "done"))
    case.at("2026-03-30T09:00:00")
    assert events.PAYMENT_REMINDED not in case.kinds()
    out = case.do(Withdraw(("a",)))
    assert out.refunds_wanted == [RefundWanted("a", "pay", 1, "withdraw", 100)]
    assert case.standing("b") == "accepted"


def granted_unpaid(definition: Plan) -> Case:
    case = accepted(definition)
    case.do(DecideStep("a", "decide", "grant"))
    return case


AFTER = with_fee(after=("decide",))


def test_a_fee_after_the_grant_is_reminded_of_twice_and_then_overdue_and_the_grant_stays() -> None:
    case = granted_unpaid(AFTER)
    case.at("2026-04-30T09:00:00")
    assert case.kinds().count(events.PAYMENT_REMINDED) == 2
    assert case.kinds().count(events.PAYMENT_OVERDUE) == 1
    assert (case.standing("a"), case.state.items["a"].steps["pay"].standing) == ("granted", "open")
    assert case.all.effects_unwanted == []
    case.at("2026-06-30T09:00:00")
    assert case.kinds().count(events.PAYMENT_OVERDUE) == 1


def test_an_overdue_fee_of_a_granted_item_can_still_be_paid() -> None:
    case = granted_unpaid(AFTER)
    case.at("2026-04-30T09:00:00")
    case.do(RecordOutcome("a", "pay", 1, "done"))
    assert case.state.items["a"].steps["pay"].standing == "done"
    assert case.standing("a") == "granted"


def test_a_fee_after_the_grant_that_was_paid_in_time_is_not_reminded_of() -> None:
    case = granted_unpaid(AFTER)
    case.do(RecordOutcome("a", "pay", 1, "done"))
    case.at("2026-04-30T09:00:00")
    assert not {events.PAYMENT_REMINDED, events.PAYMENT_OVERDUE} & set(case.kinds())


def test_a_fee_after_the_grant_of_the_first_format_is_as_it_was() -> None:
    case = granted_unpaid(replace(AFTER, format=1))
    case.at("2026-04-30T09:00:00")
    assert not {events.PAYMENT_REMINDED, events.PAYMENT_OVERDUE} & set(case.kinds())


def test_a_denied_item_that_is_taken_back_wants_what_was_paid_for_it() -> None:
    case = accepted(DURING)
    case.do(RecordOutcome("a", "pay", 1, "done"))
    case.do(DecideStep("a", "decide", "deny", "text:why"))
    out = case.do(TakeBack("a", None, "text:slip"))
    assert out.refunds_unwanted == [RefundUnwanted("a", "pay", 1)]
    assert out.refunds_wanted == []


def test_a_fee_demanded_anew_is_in_a_new_round_and_what_is_open_after_it_waits() -> None:
    case = accepted(DURING)
    case.do(RecordOutcome("a", "pay", 1, "done"))
    out = case.do(DemandAnew("a", "pay"))
    pay, decide = (case.state.items["a"].steps[code] for code in ("pay", "decide"))
    assert (pay.standing, pay.round, decide.standing) == ("open", 2, "pending")
    assert [(each.step, each.round) for each in out.effects_wanted if each.kind == "payment"] == [("pay", 2)]
    case.do(RecordOutcome("a", "pay", 2, "done"))
    assert case.state.items["a"].steps["decide"].standing == "open"


def test_only_a_fee_that_was_paid_is_demanded_anew() -> None:
    case = accepted(DURING)
    for code in ("pay", "decide"):
        with pytest.raises(ActRefused):
            case.do(DemandAnew("a", code))


def test_what_was_paid_is_not_demanded_again_when_what_came_before_it_begins_anew() -> None:
    """As when a revoked item is reopened: the fee followed the grant, and has not gone back."""
    case = granted_unpaid(AFTER)
    case.do(RecordOutcome("a", "pay", 1, "done"))
    motion = Motion(case.plan, copy_state(case.state), case.situation(), case.now)
    reset_steps(motion, motion.state.items["a"], ["decide"])
    steps = motion.state.items["a"].steps
    assert [(steps[code].standing, steps[code].round) for code in ("decide", "pay")] == [
        ("pending", 2),
        ("done", 1),
    ]


def test_a_payment_that_fails_too_often_after_the_grant_waits_for_somebody_to_look_at_it() -> None:
    case = granted_unpaid(AFTER)
    for number in (1, 2, 3):
        case.do(RecordOutcome("a", "pay", number, "failed"))
    assert (case.standing("a"), case.state.items["a"].steps["pay"].standing) == ("granted", "open")
    assert case.kinds().count(events.PAYMENT_OVERDUE) == 1
    with pytest.raises(ActRefused):
        case.do(RecordOutcome("a", "pay", 3, "failed"))
    case.do(RedoStep("a", "pay"))
    case.do(RecordOutcome("a", "pay", 4, "done"))
    assert case.state.items["a"].steps["pay"].standing == "done"


def test_a_fee_demanded_anew_may_be_tried_as_often_as_the_first_one() -> None:
    case = accepted(DURING)
    case.do(RecordOutcome("a", "pay", 1, "done"))
    case.do(DemandAnew("a", "pay"))
    for number in (2, 3):
        case.do(RecordOutcome("a", "pay", number, "failed"))
    assert case.standing("a") == "accepted"
    case.do(RecordOutcome("a", "pay", 4, "failed"))
    assert case.standing("a") == "lapsed"
