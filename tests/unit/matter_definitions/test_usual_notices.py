"""Nobody finds out by chance what was decided about her: a matter tells it, also where it names no notice."""

from pathlib import Path

import pytest

from activities.notices.templates import load_templates
from matter_definitions import events
from matter_definitions.check import check_library
from matter_definitions.library_index import load_library
from matter_definitions.plan import NoticePlan, Plan
from matter_definitions.usual_notices import usual_notices
from tests.built_in import built_in_plan

DEFINITIONS = Path(__file__).parents[2] / "definitions"
ENDS_BADLY = (
    events.NOT_APPLICABLE,
    events.REFUSED,
    events.DENIED,
    events.LAPSED,
    events.NOT_PURSUED,
    events.BRANCH_ENDED,
    events.REVOKED,
    events.VOIDED,
)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return check_library(load_library(DEFINITIONS / "life_of_a_case")).plans["life-of-a-case"]


@pytest.fixture(scope="module")
def newborn() -> Plan:
    return built_in_plan("newborn")


@pytest.mark.parametrize("event", ENDS_BADLY)
def test_every_bad_end_is_told_even_where_a_matter_names_no_notice(plan: Plan, event: str) -> None:
    [told] = [each for each in usual_notices((), plan.items) if each.event == event]
    assert told.channels == ("box",)


def test_what_a_matter_says_itself_is_not_said_twice(newborn: Plan) -> None:
    of_applicants = [each.event for each in newborn.notices if each.to == "applicant"]
    assert len(of_applicants) == len(set(of_applicants))
    [denied] = [each for each in newborn.notices if each.event == events.DENIED]
    assert denied.legal


def test_the_usual_notices_go_the_ways_that_the_matter_uses(newborn: Plan) -> None:
    [revoked] = [each for each in newborn.notices if each.event == events.REVOKED]
    assert revoked.channels == ("box", "sms")


def test_a_notice_to_somebody_else_does_not_stand_in_the_applicants_place(plan: Plan) -> None:
    to_neighbour = NoticePlan(events.DENIED, "item_denied", ("sms",), to="neighbour")
    told = {each.event: each for each in usual_notices((to_neighbour,), plan.items)}
    assert told[events.DENIED].channels == ("box",)


def test_only_what_an_item_can_come_to_is_told(plan: Plan, newborn: Plan) -> None:
    """The births offer no special procedure; the shop's permit does, and a hearing."""
    told = {each.event for each in newborn.notices}
    assert not told & {events.SPECIAL_BEGUN, events.HEARING_SET, events.LATE_SUPPLY_REMINDED}
    assert {each.event for each in plan.notices} >= {
        events.SPECIAL_BEGUN,
        events.HEARING_OFFERED,
        events.LATE_SUPPLY_REMINDED,
        events.EXTENSION_GRANTED,
    }


def test_every_usual_notice_has_its_words(plan: Plan) -> None:
    words = load_templates()
    assert [each.template for each in usual_notices((), plan.items) if each.template not in words] == []
