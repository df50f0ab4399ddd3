"""What ends with an item, and what does not."""

import pytest

from matter_definitions.acts.deciding import DecideStep, EndBranch
from matter_definitions.acts.undoing import Withdraw
from matter_definitions.advance import (
    ActRefused,
)
from tests.unit.matter_definitions.hand_played import Case
from tests.unit.matter_definitions.plans import item, plan, step


def test_a_denied_item_ends_only_what_depends_on_it() -> None:
    decide = step("decide", "approval", decides=True)
    case = Case(plan(item("a", decide), item("b", after=(("a",),)), item("c", decide)))
    for key in "abc":
        case.accept(key)
    case.do(DecideStep("a", "decide", "deny", "reason-1"))
    case.do(DecideStep("c", "decide", "grant"))
    assert [case.standing(key) for key in "abc"] == ["denied", "not_pursued", "granted"]
    assert case.state.standing == "partly_completed"


def test_a_withdrawn_item_leaves_the_others_alone() -> None:
    case = Case(plan(item("a"), item("b"), item("c", after=(("a",),))))
    out = case.do(Withdraw(("a",)))
    assert [(each.item, each.outcome) for each in out.tasks_closed] == [("a", None), ("c", None)]
    assert [case.standing(key) for key in "abc"] == ["withdrawn", "received", "not_pursued"]
    case.do(Withdraw())
    with pytest.raises(ActRefused):
        case.do(Withdraw())


def test_a_supervisor_can_end_a_branch() -> None:
    case = Case(plan(item("a", step("call"), acceptance="rule"), item("b", step("call"), acceptance="rule")))
    out = case.do(EndBranch("a", "system_gone"))
    assert [each.step for each in out.effects_unwanted] == ["call"]
    assert (case.standing("a"), case.standing("b")) == ("ended", "accepted")
