"""The call of the counter: one for the person to be told, about everything that nobody could prove."""

from dataclasses import replace
from datetime import datetime

import pytest

from matter_definitions import events
from matter_definitions.acts.deciding import DecideStep
from matter_definitions.acts.forewarning import GivePriorNotice
from matter_definitions.acts.receiving import AnswerNotice, DecideReceipt
from matter_definitions.acts.telling import AskCall, RecordCall, RecordTold
from matter_definitions.acts.undoing import Withdraw
from matter_definitions.calling import items_named, named_by
from matter_definitions.consequences import TaskOpened
from matter_definitions.motion import ActRefused
from matter_definitions.plan import NoticePlan
from matter_definitions.state import Mark
from tests.unit.matter_definitions.plans import everything, plan
from tests.unit.matter_definitions.standings import ISSUED, MARKS, Played, stand

LIMIT_OF_CALL = "2026-03-11T12:00:00"  # noon of the working day before the receipt limit, 12 March
OTHER_MARKS = (Mark("field:y", "text-2"),)


def two_items() -> Played:
    """Both are to be corrected, by one notice of law that nobody has proved."""
    notices = (NoticePlan(events.NOTICE_SENT, "correct", legal=True),)
    items = (everything(precheck=None), replace(everything(precheck=None), code="b"))
    case = Played(replace(plan(*items, notices=notices), legal_service=True))
    case.do(DecideReceipt("a", "correct", MARKS), DecideReceipt("b", "correct", OTHER_MARKS))
    return case


def calls(case: Played) -> list[TaskOpened]:
    return [each for each in case.all.tasks_opened if each.kind == "call"]


def open_calls(case: Played) -> list[str]:
    return [
        item.key
        for item in case.state.items.values()
        for step in item.steps.values()
        if step.code == "call" and step.standing == "open"
    ]


def test_one_call_names_every_item_of_the_notice() -> None:
    case = two_items().at(LIMIT_OF_CALL)
    [call] = calls(case)
    assert (call.item, call.about) == ("a", ("a", "b"))
    assert case.kinds().count(events.CALL_ASKED) == 1


def test_nobody_calls_a_second_before_the_limit_of_the_channels() -> None:
    case = two_items().at("2026-03-11T11:59:59")
    assert calls(case) == []
    assert len(calls(case.at(LIMIT_OF_CALL))) == 1
    assert len(calls(case.at("2026-03-12T10:00:00"))) == 1, "it is not asked for again"


def waiting_and_marked(*, late: bool = False) -> Played:
    """`b` waits for `a` and is to be corrected (asked on 5 March, to be answered by 19 March); `late`: the
    notice has not left, because nobody has looked at `a`."""
    notices = (NoticePlan(events.NOTICE_SENT, "correct", legal=True),)
    first = everything(precheck=None)
    waits = replace(everything(precheck=None), code="b", after=(("a",),))
    case = Played(replace(plan(first, waits, notices=notices), legal_service=True))
    case.do(DecideReceipt("b", "correct", MARKS))
    if not late:
        case.do(DecideReceipt("a", "accept"))
    return case


def test_about_what_waits_for_another_item_somebody_calls_before_the_time_of_the_notice_itself_ends() -> None:
    case = waiting_and_marked()
    [notice], [service] = case.state.notices, case.all.services_wanted
    assert service.must_by == notice.call_at == datetime.fromisoformat("2026-03-18T12:00:00+08:00")
    assert calls(case.at("2026-03-18T11:59:00")) == []
    [call] = calls(case.at("2026-03-18T12:00:00"))
    assert (call.item, call.about) == ("b", ("b",))
    assert case.at("2026-06-01T10:00:00").state.items["b"].standing == "correcting", "nobody told her"


def test_where_another_item_of_the_notice_has_a_limit_that_one_counts() -> None:
    case = waiting_and_marked(late=True)
    case.do(DecideReceipt("a", "correct", OTHER_MARKS))
    [notice] = case.state.notices
    assert notice.call_at == datetime.fromisoformat(LIMIT_OF_CALL + "+08:00")


def test_a_call_that_no_channel_is_left_for_is_asked_for_before_the_limit_and_only_once() -> None:
    case = two_items()
    case.do(AskCall(notice=1), AskCall(notice=1))
    case.at("2026-03-12T10:00:00")
    assert len(calls(case)) == 1


def test_what_becomes_unproved_later_joins_the_call_that_is_open() -> None:
    case = two_items()
    case.do(AskCall(notice=1))
    case.do(AnswerNotice(("field:y",)), DecideReceipt("b", "accept"))
    case.do(DecideStep("b", "first", "deny", "reason"), AskCall(item="b"))
    assert len(calls(case)) == 1
    step = case.item.steps["call"]
    assert named_by(step).decisions == ("b",)
    assert items_named(case.state, step) == ("a", "b")
    case.do(RecordTold("call", "task:1", item="a", whole_call=True))
    assert case.state.items["b"].told_of_decision_at == case.now
    assert case.state.notices[0].told_at == case.now
    assert case.item.steps["call"].outcome == "reached"


def test_by_one_call_she_has_the_notice_and_her_time_to_answer() -> None:
    case = two_items().at(LIMIT_OF_CALL)
    case.at("2026-03-11T14:00:00").do(RecordTold("visit", "task:1", item="a", whole_call=True))
    assert [item.standing for item in case.state.items.values()] == ["correcting", "correcting"]
    assert case.state.notices[0].answer_until == datetime.fromisoformat("2026-03-25T17:30+08:00")
    assert case.item.steps["call"].outcome == "visited"
    with pytest.raises(ActRefused):
        case.do(RecordTold("call", "task:1", item="a", whole_call=True))


@pytest.mark.parametrize("outcome", ["not_reached", "posted"])
def test_what_proves_nothing_leaves_the_call_open(outcome: str) -> None:
    case = two_items().at(LIMIT_OF_CALL)
    case.do(RecordCall("a", outcome), RecordCall("a", outcome))  # type: ignore[arg-type]
    assert case.state.notices[0].told_at is None
    assert open_calls(case) == ["a"]
    assert case.item.steps["call"].data[outcome] == 2


def test_nobody_is_called_about_what_she_has_heard_of_otherwise() -> None:
    case = two_items().at(LIMIT_OF_CALL)
    case.do(RecordTold("letter", "proof", notice=1))
    assert open_calls(case) == []
    assert case.all.tasks_closed[-1].outcome is None, "nobody has called"


def test_when_the_item_of_the_call_ends_the_others_are_called_about_at_another() -> None:
    case = two_items().at(LIMIT_OF_CALL)
    case.do(Withdraw(items=("a",)))
    assert open_calls(case) == ["b"]
    assert [each.about for each in calls(case)] == [("a", "b"), ("b",)]
    case.do(Withdraw())
    assert open_calls(case) == []


def test_there_is_no_call_about_what_is_proved_or_still_open() -> None:
    case = two_items()
    for act in (AskCall(item="a"), AskCall(notice=7), AskCall(), RecordCall("a", "posted")):
        with pytest.raises(ActRefused):
            case.do(act)
    case.do(RecordTold("box", "read", notice=1))
    with pytest.raises(ActRefused):
        case.do(AskCall(notice=1))


def test_what_is_intended_against_somebody_is_told_by_the_counter_too() -> None:
    case = stand("granted")
    case.do(ISSUED, GivePriorNotice("a", "reason"))
    case.do(AskCall(notice=case.state.notices[-1].number))
    assert [each.about for each in calls(case)] == [("a",)]
    case.do(RecordTold("call", "task:1", item="a", whole_call=True))
    assert case.state.notices[-1].told_at == case.now


def test_a_case_of_the_first_format_is_not_called_about() -> None:
    first = replace(plan(everything(precheck=None)), format=1)
    case = Played(first)
    case.do(DecideReceipt("a", "refuse", reason="reason"))
    with pytest.raises(ActRefused):
        case.do(AskCall(item="a"))
