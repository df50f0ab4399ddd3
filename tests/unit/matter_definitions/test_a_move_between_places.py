"""The definition of a move between two districts, played to its end: permit, letter, tax office, leaving."""

from datetime import datetime
from pathlib import Path

import pytest

from clocks.published import load_published
from matter_definitions import events
from matter_definitions.acts.act import Act
from matter_definitions.acts.corresponding import AnswerLetter, SendLetter
from matter_definitions.acts.deciding import DecideStep, RecordOutcome
from matter_definitions.acts.receiving import DecideReceipt
from matter_definitions.advance import ItemOpening, Situation, move, open_case
from matter_definitions.check import check_library
from matter_definitions.consequences import Consequences
from matter_definitions.library_index import load_library
from matter_definitions.plan import Plan
from matter_definitions.state import CaseState

FOLDER = Path(__file__).parents[2] / "definitions" / "two_places"
NEW, OLD = "330110000000", "330106000000"
SITUATION = Situation(
    now=datetime.fromisoformat("2026-03-05T10:00:00+08:00"),
    calendar=load_published(),
    values={"mover.old_region": OLD, "mover.new_region": NEW},
    answers={"doubtful": True, "self_employed": True},
)


@pytest.fixture(scope="module")
def plan() -> Plan:
    result = check_library(load_library(FOLDER))
    return result.plans["two-places"]


class Move:
    def __init__(self, plan: Plan) -> None:
        self.plan, self.all = plan, Consequences()
        there = {"ask:to": (f"police@{NEW}", NEW), "taxes": (f"tax@{OLD}", OLD)}
        openings = [
            ItemOpening("move-permit", "move-permit", 1, NEW, f"police@{NEW}"),
            ItemOpening("move-out", "move-out", 2, OLD, f"police@{OLD}", places=there),
            ItemOpening("move-settle", "move-settle", 3, NEW, f"police@{NEW}"),
        ]
        self.state: CaseState
        self.state, out = open_case(plan, openings, SITUATION)
        self.all.add(out)

    def act(self, *acts: Act) -> None:
        for each in acts:
            self.state, out = move(self.plan, self.state, each, SITUATION)
            self.all.add(out)

    def standings(self) -> dict[str, str]:
        return {key: item.standing for key, item in self.state.items.items()}

    def desk(self, step: str) -> list[tuple[str, str]]:
        return [(each.department, each.region) for each in self.all.tasks_opened if each.step == step]


def permitted(plan: Plan) -> Move:
    """The permit is out, and the place that is left is to decide."""
    case = Move(plan)
    case.act(
        *(DecideReceipt(item, "accept") for item in case.state.items),
        DecideStep("move-permit", "decide", "pass"),
        RecordOutcome("move-permit", "permit", 1, "done"),
        RecordOutcome("move-permit", "paper", 1, "done"),
    )
    assert case.standings()["move-permit"] == "granted"
    case.act(SendLetter("move-out", "ask"), AnswerLetter("move-out", "ask", "confirmed"))
    return case


def test_the_letter_and_the_tax_office_are_on_the_desks_of_their_places(plan: Plan) -> None:
    case = permitted(plan)
    assert case.desk("ask") == [(f"police@{OLD}", OLD), (f"police@{NEW}", NEW)]
    assert case.desk("taxes") == [(f"tax@{OLD}", OLD)]


def test_the_permit_is_cancelled_when_the_place_that_is_left_refuses(plan: Plan) -> None:
    case = permitted(plan)
    case.act(
        DecideStep("move-out", "taxes", "pass"),
        DecideStep("move-out", "decide", "deny", reason="household_frozen"),
    )
    assert case.standings() == {"move-permit": "granted", "move-out": "denied", "move-settle": "not_pursued"}
    assert case.state.standing == "open"
    wanted = [each for each in case.all.effects_wanted if each.step == "cancel"]
    assert [(each.connector, each.kind) for each in wanted] == [("household", "system_call")]
    case.act(RecordOutcome("move-permit", "cancel", 1, "done"))
    assert case.standings()["move-permit"] == "revoked"
    assert case.state.standing == "refused"
    assert [each.kind for each in case.all.events].count(events.RESULT_CANCELLED) == 1


def test_the_permit_stays_when_the_move_is_made(plan: Plan) -> None:
    case = permitted(plan)
    case.act(
        DecideStep("move-out", "taxes", "pass"),
        DecideStep("move-out", "decide", "grant"),
        DecideStep("move-settle", "decide", "grant"),
    )
    assert case.state.standing == "completed"
    assert "cancel" not in {each.step for each in case.all.effects_wanted}
