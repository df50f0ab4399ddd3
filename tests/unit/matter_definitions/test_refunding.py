"""Which payments come back, by the ending and by the plan's rule."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matter_definitions.acts.deciding import DecideStep, EndBranch, RecordOutcome
from matter_definitions.acts.undoing import Withdraw
from matter_definitions.consequences import Consequences, RefundWanted
from matter_definitions.offers import Ending, RefundRule
from matter_definitions.plan import PaymentRule, Plan
from matter_definitions.refunding import part_of, refunds_after
from tests.unit.matter_definitions.hand_played import Case
from tests.unit.matter_definitions.plans import WORDS, item, plan, step


def paid_then_decided(rule: RefundRule | None = None) -> Plan:
    pay = PaymentRule("fee.amount", WORDS, refund=rule)
    return plan(
        item(
            "a",
            step("pay", "payment", payment=pay),
            step("decide", "approval", after=("pay",), decides=True),
            acceptance="rule",
        )
    )


def paid(definition: Plan) -> Case:
    case = Case(definition)
    case.do(RecordOutcome("a", "pay", 1, "done"))
    return case


def refunds_of(out: Consequences) -> list[RefundWanted]:
    return out.refunds_wanted


def test_what_was_paid_for_a_denied_item_comes_back_whole_unless_the_plan_says_otherwise() -> None:
    case = paid(paid_then_decided())
    out = case.do(DecideStep("a", "decide", "deny", reason="text:1"))
    assert refunds_of(out) == [RefundWanted("a", "pay", 1, "deny", 100)]


def test_what_was_paid_for_a_granted_item_stays() -> None:
    case = paid(paid_then_decided())
    assert refunds_of(case.do(DecideStep("a", "decide", "grant"))) == []


def test_a_withdrawn_item_gives_back_the_share_that_the_plan_names() -> None:
    case = paid(paid_then_decided(RefundRule(on=("withdraw",), share_percent=40)))
    assert refunds_of(case.do(Withdraw(("a",)))) == [RefundWanted("a", "pay", 1, "withdraw", 40)]


def test_an_ending_that_the_plan_leaves_out_gives_nothing_back() -> None:
    definition = paid_then_decided(RefundRule(on=("deny",)))
    case = paid(definition)
    assert refunds_after(definition, case.state, ["a"], why="withdraw") == []
    assert refunds_of(case.do(Withdraw())) == []


def test_an_item_given_up_by_a_supervisor_gives_back_what_was_paid() -> None:
    case = paid(paid_then_decided())
    assert [each.reason for each in refunds_of(case.do(EndBranch("a", "stuck")))] == ["deny"]


def test_a_demand_that_nobody_has_paid_has_no_refund() -> None:
    case = Case(paid_then_decided())
    out = case.do(Withdraw())
    assert refunds_of(out) == []
    assert [each.step for each in out.effects_unwanted] == ["pay"]


def test_a_case_of_the_first_format_has_no_refund_by_rule() -> None:
    case = paid(replace(paid_then_decided(), format=1))
    assert refunds_of(case.do(Withdraw())) == []


@pytest.mark.parametrize("why", get_args(Ending))
def test_without_a_word_of_the_plan_every_ending_gives_everything_back(why: Ending) -> None:
    definition = paid_then_decided()
    case = paid(definition)
    assert refunds_after(definition, case.state, ["a"], why=why) == [RefundWanted("a", "pay", 1, why, 100)]


@pytest.mark.parametrize(
    ("amount", "share", "back"), [(100, 100, 100), (100, 0, 0), (101, 50, 51), (1, 1, 1), (0, 50, 0)]
)
def test_a_share_is_in_whole_fen_and_in_doubt_for_who_has_paid(amount: int, share: int, back: int) -> None:
    assert part_of(amount, share_percent=share) == back


@given(amount=st.integers(0, 10**12), share=st.integers(0, 100))
def test_a_share_is_never_more_than_the_whole_nor_less_than_its_part(amount: int, share: int) -> None:
    back = part_of(amount, share_percent=share)
    assert amount * share <= back * 100 < amount * share + 100
    assert 0 <= back <= amount
