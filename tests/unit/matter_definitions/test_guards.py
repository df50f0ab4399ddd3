"""What an act must fulfil beside its place in the table, each at its limit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from clocks.clock import Limit
from matter_definitions.acts.act import Act
from matter_definitions.acts.deciding import DecideStep
from matter_definitions.acts.pausing import AskExtension, BeginSpecial, DecideExtension, EndSpecial, Suspend
from matter_definitions.acts.receiving import (
    AnswerNotice,
    CorrectLate,
    DecidePrecheck,
    DecideReceipt,
    Resubmit,
)
from matter_definitions.acts.telling import RecordDelivery, RecordTold
from matter_definitions.acts.undoing import AskVoid, DecideVoid, Rectify, Reopen, TakeBack
from matter_definitions.advance import ActorRef, ActRefused, clock_of
from matter_definitions.guards import GUARDS
from matter_definitions.offers import ExtensionPlan
from matter_definitions.state import Mark
from tests.unit.matter_definitions.plans import everything, item, plan, step
from tests.unit.matter_definitions.standings import (
    ACCEPT,
    CALENDAR,
    CHIEF,
    CHIEFS,
    FIRST,
    ISSUED,
    MARKS,
    OFFICER,
    OTHER,
    PASS,
    Played,
    stand,
    whole,
)

SUPERVISOR = ActorRef("supervisor", "s")
RECEIVER = ActorRef("window", "w", department="window@y", region="330200000000")


def refused(case: Played, act: Act, by: ActorRef | None = None) -> str:
    with pytest.raises(ActRefused) as caught:
        case.do(act, by=by)
    assert caught.value.source or GUARDS.keys()
    return caught.value.code


# Received on Thursday 5 March: five working days end on Thursday 12 March, at close of office.
@pytest.mark.parametrize(
    "act",
    [DecideReceipt("a", "correct", MARKS), DecidePrecheck("a", "return", MARKS, "reason")],
    ids=["correct", "return"],
)
def test_corrections_can_be_asked_for_until_the_receipt_limit(act: Act) -> None:
    def case() -> Played:
        precheck = Limit(1, "working_day") if isinstance(act, DecidePrecheck) else None
        return Played(plan(everything(precheck=precheck, silence="supervise")))

    case().at("2026-03-12T17:29:00").do(act)
    assert refused(case().at("2026-03-12T17:31:00"), act) == "limit_over"


HANDLING: tuple[Act, ...] = (
    CorrectLate("a", "first", MARKS),
    BeginSpecial("a", "testing", 10),
    Suspend("a", "force_majeure", "reason", stands=True),
)


@pytest.mark.parametrize("act", HANDLING, ids=lambda act: type(act).__name__)
def test_the_clock_can_be_stopped_until_the_handling_limit(act: Act) -> None:
    stand("accepted").at("2026-03-12T17:29:00").do(act)
    assert refused(stand("accepted").at("2026-03-12T17:31:00"), act) == "limit_over"


def test_an_extension_is_asked_for_while_the_time_before_the_limit_is_left() -> None:
    ask = AskExtension("a", "reason")
    stand("accepted").at("2026-03-11T23:59:00").do(ask)  # one working day is left after this day
    assert refused(stand("accepted").at("2026-03-12T00:01:00"), ask) == "asked_too_late"


def test_without_a_time_before_it_an_extension_is_asked_for_until_the_limit() -> None:
    def case() -> Played:
        made = Played(plan(everything(precheck=None, extension=ExtensionPlan(Limit(10, "working_day")))))
        made.do(ACCEPT)
        return made

    ask = AskExtension("a", "reason")
    case().at("2026-03-12T17:29:00").do(ask)
    assert refused(case().at("2026-03-12T17:31:00"), ask) == "asked_too_late"


def test_an_extension_is_decided_by_another_person_and_only_as_often_as_allowed() -> None:
    case = stand("accepted")
    case.do(AskExtension("a", "reason"), by=CHIEF)
    assert refused(case, DecideExtension("a", granted=True), CHIEF) == "same_person"
    assert refused(case, DecideExtension("a", granted=True), OTHER) == "not_yours_to_do"
    assert refused(case, AskExtension("a", "once more")) == "no_extension_left"
    before = clock_of(case.plan, case.item, CALENDAR)
    case.do(DecideExtension("a", granted=True), by=SUPERVISOR)
    after = clock_of(case.plan, case.item, CALENDAR)
    assert before.due_at == datetime.fromisoformat("2026-03-12T17:30+08:00")
    assert after.due_at == after.extended_to == datetime.fromisoformat("2026-03-26T17:30+08:00")
    assert refused(case, AskExtension("a", "once more")) == "no_extension_left"


def test_an_extension_that_was_refused_may_be_asked_for_again() -> None:
    case = stand("accepted")
    case.do(AskExtension("a", "reason"), DecideExtension("a", granted=False))
    case.do(AskExtension("a", "a better reason"))
    assert [each.round for each in case.all.tasks_opened if each.step == "extension"] == [1, 2]


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (BeginSpecial("a", "auction", 10), "kind_unknown"),
        (BeginSpecial("a", "testing", 46), "above_maximum"),  # 30 working days end on day 45
        (Suspend("a", "other", "reason", stands=False), "kind_unknown"),
        (Suspend("a", "dispute", "reason", stands=True), "kind_may_not_pause"),
    ],
)
def test_a_pause_is_of_a_kind_and_a_length_that_the_item_knows(act: Act, code: str) -> None:
    assert refused(stand("accepted"), act) == code


def test_a_special_procedure_may_last_its_maximum_and_no_longer_over_several() -> None:
    case = stand("accepted")
    case.do(BeginSpecial("a", "testing", 28))
    case.at("2026-03-26T10:00:00").do(EndSpecial("a"))  # 15 of the 30 working days (the 26th is the 15th)
    assert refused(case, BeginSpecial("a", "testing", 40)) == "above_maximum"
    case.do(BeginSpecial("a", "testing", 14))


def test_a_suspension_of_a_kind_that_may_not_pause_lets_the_clock_run() -> None:
    case = stand("accepted")
    before = clock_of(case.plan, case.item, CALENDAR).due_at
    case.do(Suspend("a", "dispute", "reason", stands=False))
    assert clock_of(case.plan, case.item, CALENDAR).due_at == before


GROUNDLESS: tuple[tuple[str, Act, ActorRef, str], ...] = (
    ("received", DecideReceipt("a", "refuse"), OFFICER, "no_ground"),
    ("received", DecideReceipt("a", "not_applicable"), OFFICER, "no_authority"),
    ("accepted", DecideStep("a", "first", "deny"), OFFICER, "no_ground"),
    ("accepted", Suspend("a", "dispute", " ", stands=False), OFFICER, "no_ground"),
    ("prechecking", DecidePrecheck("a", "return", MARKS), OFFICER, "not_in_the_list"),
    ("denied", Reopen("a", ""), SUPERVISOR, "no_review_decision"),
    ("granted", AskVoid("a", "invalid", ""), OFFICER, "no_ground"),
)


@pytest.mark.parametrize(("standing", "act", "by", "code"), GROUNDLESS)
def test_who_decides_against_somebody_says_why(standing: str, act: Act, by: ActorRef, code: str) -> None:
    assert refused(stand(standing), act, by) == code  # type: ignore[arg-type]


def test_a_mark_names_what_the_plan_lists() -> None:
    assert not whole().form.fields
    assert refused(stand("received"), DecideReceipt("a", "correct", MARKS), OFFICER) == "not_in_the_list"


def test_a_second_demand_is_refused_and_one_of_what_changed_is_not() -> None:
    case = stand("correcting")
    case.do(AnswerNotice(("field:x",)))
    seen = DecideReceipt("a", "correct", (Mark("field:y", "text-2"),))
    assert refused(case, seen) == "second_demand"
    case.do(DecideReceipt("a", "correct", MARKS))
    assert case.item.standing == "correcting"


def test_what_was_visible_at_the_review_is_a_second_demand_after_acceptance_too() -> None:
    case = stand("correcting")
    case.do(AnswerNotice(("field:x",)), ACCEPT)
    late = CorrectLate("a", "first", (Mark("field:y", "text-2"),))
    assert refused(case, late) == "second_demand"
    case.do(CorrectLate("a", "first", MARKS))


def test_the_place_that_receives_for_another_never_decides() -> None:
    case = stand("received")
    case.state.items["a"].receive_region = RECEIVER.region
    officer = replace(RECEIVER, role="officer")
    for act in (ACCEPT, DecideReceipt("a", "refuse", reason="r")):
        assert refused(case, act, officer) == "receiver_decides"
    assert refused(case, ACCEPT, RECEIVER) == "not_yours_to_do"


def test_each_level_is_decided_by_another_person_of_its_rank() -> None:
    case = stand("accepted")
    case.do(FIRST, by=CHIEF)
    assert refused(case, CHIEFS, OFFICER) == "rank_too_low"
    assert refused(case, CHIEFS, CHIEF) == "same_person"
    case.do(CHIEFS, by=replace(CHIEF, id="another"))
    assert case.item.standing == "granted"


def test_a_decision_is_taken_back_by_who_made_it_or_a_superior() -> None:
    def case() -> Played:
        made = stand("accepted")
        made.do(DecideStep("a", "first", "deny", "reason"), by=OFFICER)
        return made

    back = TakeBack("a", None, "reason")
    assert refused(case(), back, OTHER) == "not_the_decider"
    for by in (OFFICER, CHIEF, SUPERVISOR):
        taken = case()
        taken.do(back, by=by)
        assert taken.item.standing == "accepted"


def _issued() -> Played:
    case = stand("granted")
    case.do(ISSUED)
    return case


def _told() -> Played:
    case = stand("denied")
    case.do(RecordTold("mail", "signed", item="a"))
    return case


@pytest.mark.parametrize("made", [_issued, _told])
def test_what_has_left_the_house_is_not_taken_back(made: Callable[[], Played]) -> None:
    assert refused(made(), TakeBack("a", None, "reason")) == "already_issued"


def test_what_another_item_has_built_on_is_not_taken_back() -> None:
    first = item("a", step("decide", "approval", decides=True), acceptance="rule")
    case = Played(plan(first, item("b", step("work"), acceptance="rule", after=(("a",),))))
    case.do(DecideStep("a", "decide", "grant"))
    assert refused(case, TakeBack("a", None, "reason")) == "already_used"


def test_a_pre_check_is_handed_in_again_only_complete() -> None:
    case = Played(whole())
    case.do(PASS.__class__("a", "return", (*MARKS, Mark("material:y", "text-2")), "reason"))
    assert refused(case, Resubmit("a", ("field:x",))) == "still_missing"
    case.do(Resubmit("a", ("field:x", "material:y")))
    assert case.item.standing == "prechecking"


def test_only_an_issued_result_is_rectified_or_handed_over() -> None:
    assert refused(stand("granted"), Rectify("a", "paper", "reason")) == "not_issued_yet"
    assert refused(stand("granted"), RecordDelivery("a", "counter", signed=True)) == "not_issued_yet"


def test_voiding_takes_two_people() -> None:
    case = stand("granted")
    case.do(AskVoid("a", "entry_error", "reason"), by=OFFICER)
    assert refused(case, DecideVoid("a", granted=True), OFFICER) == "not_yours_to_do"
    assert refused(case, DecideVoid("a", granted=True), ActorRef("supervisor", OFFICER.id)) == "same_person"
    case.do(DecideVoid("a", granted=True), by=SUPERVISOR)
    assert (case.item.standing, case.item.before_void, case.state.standing) == ("void", "granted", "void")
