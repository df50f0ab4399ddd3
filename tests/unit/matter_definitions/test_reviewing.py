"""What becomes of a form: it is reviewed, waits for another item's result, is accepted, or nobody answers."""

from matter_definitions import events
from matter_definitions.advance import (
    clock_of,
    deadlines,
)
from tests.unit.matter_definitions.hand_played import CALENDAR, Case, at
from tests.unit.matter_definitions.plans import item, plan, step


def test_every_form_goes_to_review_at_once_also_that_of_an_item_that_waits() -> None:
    case = Case(plan(item("first"), item("second", after=(("first",),))))
    assert [each.item for each in case.all.tasks_opened] == ["first", "second"]
    assert case.state.items["second"].waiting_for == ["first"]
    assert case.state.items["second"].received_at is None


def test_a_waiting_item_is_never_accepted_by_silence() -> None:
    case = Case(
        plan(item("first", step("decide", "approval", decides=True)), item("second", after=(("first",),)))
    )
    case.at("2026-06-01T10:00")
    assert case.state.items["first"].accepted_by == "silence"
    assert case.standing("second") == "received"


def test_silence_accepts_as_of_the_day_of_receipt_and_is_dated_at_the_deadline() -> None:
    case = Case(plan(item("one", step("decide", "approval", decides=True)))).at("2026-04-01T09:00")
    one = case.state.items["one"]
    assert at(one.accepted_at) == "2026-03-05 10:00"
    event = next(each for each in case.all.events if each.kind == events.ACCEPTED_BY_SILENCE)
    assert at(event.at) == "2026-03-12 17:30"
    assert at(clock_of(case.plan, one, CALENDAR).due_at) == "2026-03-12 17:30"


def test_an_item_without_a_rule_for_silence_stays_open_and_is_shown() -> None:
    case = Case(plan(item("one", silence="supervise"))).at("2026-04-01T09:00")
    assert case.standing("one") == "received"
    assert events.RECEIPT_OVERDUE in case.kinds()
    assert deadlines(case.plan, case.state, CALENDAR) == []


def test_a_reviewed_item_is_accepted_when_the_result_it_waited_for_is_there() -> None:
    first = item(
        "first", step("call", decides=True), step("paper", "issue_result", after=("call",)), acceptance="rule"
    )
    case = Case(plan(first, item("second", step("work"), after=(("first",),))))
    case.accept("second")
    assert case.standing("second") == "received"
    case.at("2026-03-10T10:00").done("first", "call")
    assert case.standing("first") == "granted"
    assert case.state.items["second"].waiting_for == ["first"]
    case.done("first", "paper")
    assert case.standing("second") == "accepted"
    assert at(case.state.items["second"].accepted_at) == "2026-03-10 10:00"


def test_one_of_several_predecessors_is_enough() -> None:
    proofs = [item(code, step("call"), acceptance="rule") for code in ("a", "b")]
    case = Case(plan(*proofs, item("c", step("work"), acceptance="rule", after=(("a", "b"),))))
    case.done("a", "call", "refused")
    assert case.standing("c") == "received"
    case.done("b", "call")
    assert case.standing("c") == "accepted"


def test_an_item_is_not_pursued_when_nothing_it_needs_can_come_any_more() -> None:
    proofs = [item(code, step("call"), acceptance="rule") for code in ("a", "b")]
    case = Case(plan(*proofs, item("c", after=(("a", "b"),)), item("d", step("work"), acceptance="rule")))
    case.done("a", "call", "refused")
    case.done("b", "call", "refused")
    assert case.standing("c") == "not_pursued"
    assert case.standing("d") == "accepted"
    case.done("d", "work")
    assert case.state.standing == "partly_completed"


def test_each_child_waits_for_its_own_predecessor() -> None:
    birth = item("birth", step("call"), acceptance="rule", for_each="child")
    card = item("card", step("make"), acceptance="rule", for_each="child", after=(("birth",),))
    case = Case(plan(birth, card), instances=[("birth", 1), ("birth", 2), ("card", 1), ("card", 2)])
    case.done("birth.2", "call")
    assert (case.standing("card.1"), case.standing("card.2")) == ("received", "accepted")


def test_the_promise_is_given_when_every_form_is_reviewed() -> None:
    case = Case(
        plan(item("a", step("decide", "approval", decides=True)), item("b", step("x"), after=(("a",),)))
    )
    assert at(case.state.expected_at) == "2026-03-26 17:30"  # 5 to review, 5 for a, 5 for b
    case.accept("a")
    assert case.state.promised_at is None
    case.accept("b")
    assert at(case.state.promised_at) == "2026-03-19 17:30"
