"""What holds of every act: refusals, keys, the document of a state, and that only time itself counts."""

from datetime import timedelta

import pytest

from matter_definitions import events
from matter_definitions.acts.deciding import DecideStep
from matter_definitions.acts.receiving import AnswerNotice
from matter_definitions.advance import (
    ActRefused,
    allowed,
)
from matter_definitions.plan import NoticePlan, PaperPlan
from matter_definitions.state import CaseState, from_document, to_document
from tests.unit.matter_definitions.hand_played import THURSDAY, Case
from tests.unit.matter_definitions.plans import WORDS, item, plan, step


def test_an_act_on_a_closed_task_is_refused_with_what_is_possible() -> None:
    case = Case(plan(item("a", step("decide", "approval", decides=True))))
    case.accept("a")
    with pytest.raises(ActRefused):
        case.accept("a")
    with pytest.raises(ActRefused) as refused:
        case.do(DecideStep("a", "decide", "pass"))
    assert refused.value.allowed == ("grant", "deny") == allowed(case.plan, case.state, "a", "decide")


def test_each_notice_and_paper_is_asked_for_once_per_event() -> None:
    messages = (
        NoticePlan(events.SUBMITTED, "received", ("box", "sms")),
        NoticePlan(events.NOTICE_SENT, "correct"),
    )
    case = Case(
        plan(item("a"), notices=messages, papers=(PaperPlan(events.NOTICE_SENT, "correction_notice", WORDS),))
    )
    case.mark("a", "field:x")
    case.do(AnswerNotice(("field:x",)))
    case.mark("a", "field:x")
    keys = case.wanted()
    assert len(keys) == len(set(keys)) == 6


def test_a_state_survives_being_written_and_read() -> None:
    case = Case(plan(item("a"), item("b", after=(("a",),))))
    case.mark("a", "field:x")
    case.accept("b")
    read: CaseState = from_document(to_document(case.state))
    assert read == case.state


def test_an_act_never_changes_the_state_that_was_given() -> None:
    case = Case(plan(item("a")))
    before, document = case.state, to_document(case.state)
    case.accept("a")
    assert to_document(before) == document


def test_delaying_the_look_at_deadlines_changes_no_date() -> None:
    often, seldom = (
        Case(plan(item("a"), item("b", step("pay", "payment"), acceptance="rule"))) for _ in range(2)
    )
    for case in (often, seldom):
        case.mark("a", "field:x")
    moment = THURSDAY
    for _ in range(60):
        moment += timedelta(days=1)
        often.at(moment.strftime("%Y-%m-%dT%H:%M"))
    seldom.at(moment.strftime("%Y-%m-%dT%H:%M"))
    assert often.state == seldom.state
    assert often.all.events == seldom.all.events
