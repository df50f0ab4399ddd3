"""A result that runs out while the item that builds on it is under way: that item ends, and it is undone."""

from clocks.clock import Limit
from clocks.validity import Validity
from matter_definitions import events
from matter_definitions.acts.deciding import RecordOutcome
from matter_definitions.acts.pausing import Suspend
from matter_definitions.offers import SuspensionPlan
from matter_definitions.plan import Plan, ResultPlan
from tests.unit.matter_definitions.plans import WORDS, item, plan, step
from tests.unit.matter_definitions.standings import Played

FORTY_DAYS = Validity(40, "day")
# Issued on 5 March 2026: the fortieth day is 13 April.
LAST_MOMENT, OVER = "2026-04-13T23:59:59", "2026-04-14T00:00:00"


def moving(*, while_valid: str | None = "a", valid_for: Validity | None = FORTY_DAYS) -> Plan:
    """`a`: a permit, which is cancelled when `b`, for which it is, comes to nothing."""
    permit = item(
        "a",
        step("enter", decides=True),
        step("paper", "issue_result", result="permit", after=("enter",)),
        step("cancel", after_failure_of="b", after=("paper",)),
        results=(ResultPlan("permit", WORDS, "generic_result", None, None, (), valid_for),),
        acceptance="rule",
    )
    leave = item(
        "b",
        step("leave", decides=True),
        acceptance="rule",
        after=(("a",),),
        while_valid=while_valid,
        statutory=Limit(60, "working_day"),
        suspensions=(SuspensionPlan("force_majeure", pauses=True, maximum=Limit(90, "working_day")),),
    )
    return plan(permit, leave)


def permitted(definition: Plan | None = None) -> Played:
    case = Played(definition or moving())
    case.do(RecordOutcome("a", "enter", 1, "done"), RecordOutcome("a", "paper", 1, "done"))
    assert case.state.items["b"].standing == "accepted"
    return case


def test_it_goes_on_until_the_last_moment_of_the_last_day() -> None:
    assert permitted().at(LAST_MOMENT).state.items["b"].standing == "accepted"


def test_after_the_last_day_the_item_lapses_and_the_permit_is_cancelled() -> None:
    case = permitted().at(OVER)
    left = case.state.items["b"]
    assert (left.standing, left.reason) == ("lapsed", "result_ran_out")
    assert left.decided_at is not None
    assert left.decided_at.isoformat() == OVER + "+08:00"
    assert events.LAPSED in case.kinds()
    case.do(RecordOutcome("a", "cancel", 1, "done"))
    assert case.item.standing == "revoked"
    assert case.state.standing == "refused"


def test_what_was_decided_in_time_stays() -> None:
    case = permitted()
    case.do(RecordOutcome("b", "leave", 1, "done"))
    assert case.at("2026-06-30T10:00:00").state.items["b"].standing == "granted"


def test_nothing_stops_the_days_of_the_paper() -> None:
    case = permitted()
    case.do(Suspend("b", "force_majeure", "reason", stands=True))
    assert case.at(OVER).state.items["b"].standing == "lapsed"


def test_the_days_run_from_the_paper_and_not_from_the_grant() -> None:
    case = Played(moving())
    case.do(RecordOutcome("a", "enter", 1, "done"))
    case.at("2026-03-09T10:00:00").do(RecordOutcome("a", "paper", 1, "done"))
    assert case.at("2026-04-17T23:59:59").state.items["b"].standing == "accepted"
    assert case.at("2026-04-18T00:00:00").state.items["b"].standing == "lapsed"


def test_plans_that_do_not_ask_for_it_wait_as_before() -> None:
    for definition in (moving(while_valid=None), moving(valid_for=None)):
        assert permitted(definition).at(OVER).state.items["b"].standing == "accepted"
