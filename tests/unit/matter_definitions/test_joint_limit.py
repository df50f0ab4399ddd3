"""The limit of a whole case that several departments handle together: 45 working days, and 15 more."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clocks.clock import Limit, due
from matter_definitions import events
from matter_definitions.acts.act import Act
from matter_definitions.acts.deciding import DecideStep
from matter_definitions.acts.joint import AskJointExtension, DecideJointExtension
from matter_definitions.acts.pausing import Resume, Suspend
from matter_definitions.advance import ActorRef, ActRefused, ItemOpening, deadlines, open_case
from matter_definitions.joint import joint_clock
from matter_definitions.motion import NotOffered
from matter_definitions.offers import JointPlan, SuspensionPlan
from matter_definitions.plan import ItemPlan, Plan
from matter_definitions.state import from_document, to_document
from tests.unit.matter_definitions.plans import DAY, item, plan, step
from tests.unit.matter_definitions.standings import CALENDAR, START, Played

REGION = "330110000000"
REST = SuspensionPlan("force_majeure", pauses=True, maximum=Limit(60, DAY))
OFFICER, BOSS = ActorRef("officer", "o"), ActorRef("supervisor", "s")
ASK, GRANT = AskJointExtension("text-1"), DecideJointExtension(granted=True)
MINUTE = timedelta(minutes=1)
USUAL = JointPlan(Limit(45, DAY), Limit(15, DAY))


def one(code: str) -> ItemPlan:
    return item(
        code,
        step("decide", "approval", decides=True),
        acceptance="rule",
        statutory=Limit(200, DAY),
        promised=Limit(200, DAY),
        suspensions=(REST,),
    )


def together(*, joint: JointPlan | None = USUAL) -> Plan:
    return replace(plan(one("a"), one("b")), joint=joint)


class Two(Played):
    """Two items of two departments (or of one), accepted on Thursday 5 March."""

    def __init__(self, definition: Plan, departments: tuple[str, str] = ("police@x", "tax@x")) -> None:
        super().__init__(definition)
        openings = [
            ItemOpening(code, code, n, REGION, department)
            for n, (code, department) in enumerate(zip("ab", departments, strict=True), start=1)
        ]
        self.state, _ = open_case(definition, openings, self.situation())


def case() -> Two:
    return Two(together())


def due_at(of: Two) -> datetime:
    clock = joint_clock(of.plan, of.state, CALENDAR)
    assert clock is not None
    assert clock.due_at is not None
    return clock.due_at


def at(of: Two, moment: datetime) -> Two:
    of.at(moment.replace(tzinfo=None).isoformat())
    return of


def refused(of: Two, act: Act, by: ActorRef | None = None) -> str:
    before = to_document(of.state)
    with pytest.raises(ActRefused) as error:
        of.do(act, by=by)
    assert to_document(of.state) == before
    return error.value.code


def test_forty_five_working_days_from_the_first_acceptance() -> None:
    of = case()
    assert (
        due_at(of) == due(Limit(45, DAY), started=START, pauses=(), calendar=CALENDAR.for_region(REGION)).at
    )
    assert due_at(of).date().isoformat() == "2026-05-12"
    assert "joint_limit" in {each.kind for each in deadlines(of.plan, of.state, CALENDAR)}


def test_when_it_has_passed_it_is_said_once_and_nothing_else_happens() -> None:
    of = case()
    end = due_at(of)
    assert events.JOINT_LIMIT_PASSED not in at(of, end - MINUTE).kinds()
    assert events.JOINT_LIMIT_PASSED in at(of, end).kinds()
    at(of, end + timedelta(days=30))
    assert of.kinds().count(events.JOINT_LIMIT_PASSED) == 1
    assert {each.standing for each in of.state.items.values()} == {"accepted"}


def test_one_department_alone_and_a_matter_without_it_have_no_such_limit() -> None:
    alone = Two(together(), departments=("police@x", "police@x"))
    assert joint_clock(alone.plan, alone.state, CALENDAR) is None
    without = Two(together(joint=None))
    assert joint_clock(without.plan, without.state, CALENDAR) is None
    with pytest.raises(NotOffered):
        without.do(ASK)


def test_it_ends_with_the_last_item() -> None:
    of = case()
    of.do(DecideStep("a", "decide", "grant"))
    assert due_at(of)
    of.do(DecideStep("b", "decide", "deny", "reason"))
    assert joint_clock(of.plan, of.state, CALENDAR) is None
    assert refused(of, ASK) == "not_now"


def test_it_stands_still_only_while_everything_does() -> None:
    of = case()
    end = due_at(of)
    of.do(Suspend("a", "force_majeure", "reason", stands=True))
    assert due_at(of) == end  # the other item can go on
    of.at("2026-03-06T10:00:00").do(Suspend("b", "force_majeure", "reason", stands=True))
    clock = joint_clock(of.plan, of.state, CALENDAR)
    assert clock is not None
    assert clock.due_at is None
    of.at("2026-03-13T10:00:00").do(Resume("b"))
    assert due_at(of).date().isoformat() == "2026-05-19"  # five working days later


def test_an_item_that_is_over_holds_nothing_up() -> None:
    of = case()
    of.do(DecideStep("a", "decide", "grant"))
    of.at("2026-03-06T10:00:00").do(Suspend("b", "force_majeure", "reason", stands=True))
    clock = joint_clock(of.plan, of.state, CALENDAR)
    assert clock is not None
    assert clock.due_at is None


def test_it_is_extended_once_by_fifteen_days_by_another_person_above() -> None:
    of = case()
    of.do(ASK, by=OFFICER)
    assert refused(of, ASK, by=OFFICER) == "asked_already"
    assert refused(of, GRANT, by=OFFICER) == "not_yours_to_do"
    assert refused(of, GRANT, by=replace(BOSS, id="o")) == "same_person"
    assert refused(of, DecideJointExtension(granted=False), by=BOSS) == "no_ground"
    out = of.do(GRANT, by=BOSS)
    assert due_at(of).date().isoformat() == "2026-06-02"
    assert [each.template for each in out.effects_wanted] == ["joint_limit_extended"]
    assert refused(of, ASK, by=OFFICER) == "no_extension_left"
    assert refused(of, GRANT, by=BOSS) == "step_not_open"
    assert from_document(to_document(of.state)) == of.state


def test_what_was_refused_may_be_asked_for_again_and_moves_nothing() -> None:
    of = case()
    end = due_at(of)
    of.do(ASK, by=OFFICER)
    of.do(DecideJointExtension(granted=False, reason="text-2"), by=BOSS)
    assert due_at(of) == end
    of.do(ASK, by=OFFICER)


def test_it_is_asked_for_before_the_limit_is_over_and_with_a_ground() -> None:
    of = case()
    assert refused(of, AskJointExtension(" "), by=OFFICER) == "no_ground"
    assert refused(of, ASK, by=ActorRef("window", "w")) == "not_yours_to_do"
    end = due_at(of)
    late = at(case(), end + MINUTE)
    assert refused(late, ASK, by=OFFICER) == "limit_over"
    at(of, end).do(ASK, by=OFFICER)


def test_a_matter_may_offer_the_limit_without_an_extension() -> None:
    of = Two(together(joint=JointPlan(Limit(45, DAY))))
    assert refused(of, ASK, by=OFFICER) == "not_offered"


def test_after_an_extension_the_new_end_is_said_too() -> None:
    of = case()
    end = due_at(of)
    at(of, end - MINUTE).do(ASK, by=OFFICER)
    at(of, end).do(GRANT, by=BOSS)
    assert of.kinds().count(events.JOINT_LIMIT_PASSED) == 1  # decided a moment too late
    at(of, due_at(of))
    assert of.kinds().count(events.JOINT_LIMIT_PASSED) == 2


@given(hours=st.lists(st.integers(1, 200), min_size=1, max_size=6))
def test_rests_of_one_item_while_the_other_goes_on_move_nothing(hours: list[int]) -> None:
    of = case()
    end = due_at(of)
    for number, each in enumerate(hours):
        act = Resume("a") if number % 2 else Suspend("a", "force_majeure", "reason", stands=True)
        of.do(act)
        at(of, of.now + timedelta(hours=each))
    assert due_at(of) == end
