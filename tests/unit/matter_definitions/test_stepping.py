"""The steps of an accepted item: outcomes, further tries, payments, and what a refusal ends."""

import pytest

from matter_definitions import events
from matter_definitions.acts.deciding import DecideStep, RedoStep
from matter_definitions.advance import (
    ActRefused,
)
from matter_definitions.plan import PaymentRule
from tests.unit.matter_definitions.hand_played import Case
from tests.unit.matter_definitions.plans import WORDS, item, plan, step


def test_a_second_outcome_of_one_round_is_refused() -> None:
    case = Case(plan(item("a", step("call"), step("then", after=("call",)), acceptance="rule")))
    case.done("a", "call")
    with pytest.raises(ActRefused):
        case.done("a", "call")


def test_a_redone_step_raises_the_round_and_drops_the_old_effect() -> None:
    case = Case(plan(item("a", step("call"), acceptance="rule")))
    out = case.do(RedoStep("a", "call"))
    assert [(each.step, each.round) for each in out.effects_unwanted] == [("call", 1)]
    with pytest.raises(ActRefused):
        case.done("a", "call", round=1)
    case.done("a", "call", round=2)
    assert case.standing("a") == "granted"


def test_a_failed_payment_may_be_tried_again_until_the_rule_ends_it() -> None:
    rule = PaymentRule(amount_key="fee.amount", description=WORDS, tries=2)
    case = Case(plan(item("a", step("pay", "payment", payment=rule), acceptance="rule")))
    case.done("a", "pay", "failed", round=1)
    assert case.wanted() == [("a", "pay", 1), ("a", "pay", 2)]
    case.done("a", "pay", "failed", round=2)
    assert (case.standing("a"), case.state.items["a"].reason) == ("lapsed", "payment_failed")


def test_an_unpaid_item_expires_after_two_reminders_without_stopping_the_others() -> None:
    case = Case(
        plan(item("a", step("pay", "payment"), acceptance="rule"), item("b", step("call"), acceptance="rule"))
    )
    case.at("2026-05-30T10:00")
    assert case.kinds().count(events.PAYMENT_REMINDED) == 2
    assert (case.standing("a"), case.standing("b")) == ("lapsed", "accepted")
    assert [(each.item, each.step) for each in case.all.effects_unwanted] == [("a", "pay")]


def test_a_refusal_that_is_only_noted_lets_the_branch_go_on() -> None:
    case = Case(
        plan(item("a", step("look", refused="note"), step("call", after=("look",)), acceptance="rule"))
    )
    case.done("a", "look", "not_found")
    case.done("a", "call")
    assert case.standing("a") == "granted"


def test_a_refused_step_after_the_grant_ends_what_follows_it_and_keeps_the_grant() -> None:
    steps = [
        step("call", decides=True),
        step("paper", "issue_result", after=("call",)),
        step("post", "mailing", after=("paper",)),
    ]
    case = Case(plan(item("a", *steps, acceptance="rule")))
    case.done("a", "call")
    case.done("a", "paper", "refused")
    assert case.state.items["a"].steps["post"].standing == "ended"
    assert case.state.standing == "completed"


def test_a_refused_approval_after_the_grant_keeps_the_grant_too() -> None:
    first = step("first", "approval", decides=True)
    later = step("later", "approval", after=("first",))
    case = Case(plan(item("a", first, later, step("post", "mailing", after=("later",)), acceptance="rule")))
    case.do(DecideStep("a", "first", "grant"))
    case.do(DecideStep("a", "later", "deny", "reason"))
    assert (case.standing("a"), case.state.items["a"].steps["post"].standing) == ("granted", "ended")
    assert case.state.standing == "completed"
