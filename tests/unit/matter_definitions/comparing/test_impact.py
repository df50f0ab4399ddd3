"""Which differences concern the cases that are running."""

from dataclasses import replace
from typing import Any

from clocks.clock import Limit
from forms.form_plan import Text
from matter_definitions.comparing.impact import Running, impact
from matter_definitions.plan import Plan
from tests.unit.matter_definitions.comparing.changed_plans import newborn

ITEM = "birth-certificate"
RECEIVED = Running(ITEM, "received", None, 4)
AT_REVIEW = Running(ITEM, "accepted", "review", 3)
AT_PAPER = Running(ITEM, "granted", "paper", 2)
ELSEWHERE = Running("birth-registration", "accepted", "decide", 5)
ALL = (RECEIVED, AT_REVIEW, AT_PAPER, ELSEWHERE)


def with_item(**changes: Any) -> Plan:
    items = tuple(replace(each, **changes) if each.code == ITEM else each for each in newborn().items)
    return replace(newborn(), items=items)


def concerned(new: Plan) -> list[Running]:
    return [each.running for each in impact(newborn(), new, ALL)]


def test_a_limit_concerns_the_cases_that_still_run_under_it() -> None:
    assert concerned(with_item(receipt=Limit(3, "working_day"))) == [RECEIVED]
    assert concerned(with_item(promised=Limit(3, "working_day"))) == [RECEIVED, AT_REVIEW]
    assert concerned(with_item(delivery=Limit(3, "working_day"))) == [RECEIVED, AT_REVIEW, AT_PAPER]


def test_a_step_concerns_the_cases_that_have_not_passed_it() -> None:
    steps = newborn().item(ITEM).steps

    def changed(code: str) -> Plan:
        title = Text("新", "new")
        return with_item(steps=tuple(replace(s, title=title) if s.code == code else s for s in steps))

    assert concerned(changed("identity")) == [RECEIVED]
    assert concerned(changed("review")) == [RECEIVED, AT_REVIEW]
    assert concerned(changed("paper")) == [RECEIVED, AT_REVIEW, AT_PAPER]


def test_what_is_asked_concerns_only_cases_that_are_not_accepted() -> None:
    form = newborn().form
    fields = tuple(replace(each, max_length=5) if each.key == "mother.name" else each for each in form.fields)
    assert concerned(replace(newborn(), form=replace(form, fields=fields))) == [RECEIVED]


def test_a_question_concerns_no_running_case() -> None:
    form = newborn().form
    assert concerned(replace(newborn(), form=replace(form, questions=form.questions[1:]))) == []


def test_what_is_said_of_the_whole_matter_concerns_every_running_case() -> None:
    assert concerned(replace(newborn(), notices=newborn().notices[1:])) == list(ALL)


def test_an_item_that_goes_concerns_the_cases_that_have_it() -> None:
    without = replace(newborn(), items=tuple(each for each in newborn().items if each.code != ITEM))
    assert concerned(without) == [RECEIVED, AT_REVIEW, AT_PAPER]
    assert [each.differences for each in impact(without, newborn(), [ELSEWHERE])] == []


def test_a_place_without_cases_is_not_told() -> None:
    new = with_item(receipt=Limit(3, "working_day"))
    assert impact(newborn(), new, [replace(RECEIVED, cases=0)]) == ()
    assert [len(each.differences) for each in impact(newborn(), new, [RECEIVED])] == [1]
