"""Fees before, during and after the handling: what waits for them, and what an unpaid one ends."""

from datetime import timedelta

import pytest

from matter_definitions import events
from matter_definitions.acts.deciding import DecideStep, RecordOutcome
from matter_definitions.acts.receiving import DecideReceipt
from matter_definitions.acts.undoing import Withdraw
from matter_definitions.consequences import RefundWanted
from matter_definitions.plan import PaymentRule, Plan
from tests.unit.matter_definitions.plans import WORDS, item, plan, step
from tests.unit.matter_definitions.test_advance import Case

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
