"""One merged notice: when it leaves, what its answer does, and what may be asked again."""

from dataclasses import replace

import pytest

from matter_definitions import events
from matter_definitions.acts.receiving import AnswerNotice, DecideReceipt
from matter_definitions.advance import (
    ActRefused,
    deadlines,
)
from matter_definitions.state import Mark
from tests.unit.matter_definitions.hand_played import CALENDAR, Case, at
from tests.unit.matter_definitions.plans import item, plan, step


def test_the_notice_leaves_when_all_first_reviewers_have_answered() -> None:
    case = Case(plan(item("a"), item("b"), item("c")))
    case.mark("a", "field:mother.name")
    case.accept("b")
    assert events.NOTICE_SENT not in case.kinds()
    case.mark("c", "material:photo")
    assert case.kinds().count(events.NOTICE_SENT) == 1
    assert [case.standing(key) for key in "abc"] == ["correcting", "granted", "correcting"]


def test_the_notice_leaves_at_noon_of_the_working_day_before_the_earliest_limit() -> None:
    case = Case(plan(item("a"), item("b")))
    case.mark("a", "field:mother.name")
    case.at("2026-03-20T09:00")
    sent = next(each for each in case.all.events if each.kind == events.NOTICE_SENT)
    assert at(sent.at) == "2026-03-11 12:00"
    assert case.state.items["b"].accepted_by == "silence"


def test_a_partial_answer_keeps_the_rest_of_the_marks_open() -> None:
    case = Case(plan(item("a"), item("b")))
    case.do(DecideReceipt("a", "correct", (Mark("field:x", "t1"), Mark("material:y", "t2"))))
    case.accept("b")
    case.do(AnswerNotice(("field:x",)))
    assert case.standing("a") == "correcting"
    case.do(AnswerNotice(("material:y",)))
    assert case.standing("a") == "received"
    assert case.all.tasks_opened[-1].round == 2


def test_the_time_of_a_correction_is_not_counted() -> None:
    case = Case(plan(item("a")))
    case.at("2026-03-06T10:00").mark("a", "field:x")
    case.at("2026-03-10T10:00").do(AnswerNotice(("field:x",)))
    due = next(each for each in deadlines(case.plan, case.state, CALENDAR) if each.kind == "receipt")
    # Friday 6 and Monday 9 March do not count; 10 March is day 1.
    assert at(due.at) == "2026-03-16 17:30"


def test_who_does_not_answer_a_notice_in_time_loses_only_the_marked_items() -> None:
    case = Case(plan(item("a"), item("b", step("work"))))
    case.mark("a", "field:x")
    case.accept("b")
    case.at("2026-04-30T10:00")
    assert case.standing("a") == "lapsed"
    assert case.standing("b") == "accepted"


def test_a_second_demand_of_what_was_visible_is_recorded_in_cases_of_the_first_format() -> None:
    case = Case(replace(plan(item("a")), format=1))
    case.mark("a", "field:x")
    case.do(AnswerNotice(("field:x",)))
    case.mark("a", "field:visible")
    assert events.SECOND_DEMAND in case.kinds()


def test_a_second_demand_of_what_was_visible_is_refused() -> None:
    case = Case(plan(item("a"), item("b")))
    case.mark("a", "field:x")
    case.accept("b")
    case.do(AnswerNotice(("field:x",)))
    with pytest.raises(ActRefused) as refused:
        case.mark("a", "field:visible")
    assert (refused.value.code, refused.value.source) == ("second_demand", "行政许可法 32(1)(4)")
    assert "accept" in refused.value.allowed


def test_a_demand_of_what_the_applicant_has_just_changed_is_no_second_demand() -> None:
    case = Case(plan(item("a")))
    case.mark("a", "field:x")
    case.do(AnswerNotice(("field:x",)))
    case.mark("a", "field:x")
    assert events.SECOND_DEMAND not in case.kinds()
