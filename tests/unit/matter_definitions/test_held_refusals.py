"""What a department refuses where a denial takes nothing back: the step waits until somebody looks why."""

import pytest

from matter_definitions import events
from matter_definitions.acts.deciding import RecordOutcome, RedoStep
from matter_definitions.motion import ActRefused
from tests.unit.matter_definitions.plans import item, plan, step
from tests.unit.matter_definitions.standings import Played


def held() -> Played:
    """The account cannot be joined, and the money has come."""
    case = Played(plan(item("a", step("join", decides=True, refused="hold"), acceptance="rule")))
    case.do(RecordOutcome("a", "join", 1, "refused", "text:x"))
    return case


def test_the_item_is_not_denied_and_the_step_stays_open() -> None:
    case = held()
    assert (case.item.standing, case.item.steps["join"].standing) == ("accepted", "open")
    assert events.DENIED not in case.kinds()


def test_the_same_round_has_its_answer_and_takes_no_other() -> None:
    case = held()
    with pytest.raises(ActRefused, match="outcome_unwanted"):
        case.do(RecordOutcome("a", "join", 1, "done"))


def test_it_is_asked_anew_when_somebody_lets_it() -> None:
    case = held()
    out = case.do(RedoStep("a", "join"))
    assert [(each.step, each.round) for each in out.effects_wanted] == [("join", 2)]
    case.do(RecordOutcome("a", "join", 2, "done"))
    assert (case.item.standing, case.state.standing) == ("granted", "completed")
