"""A department ends: its heirs have its part in a case, once, and nothing else is touched."""

from copy import deepcopy
from datetime import datetime

from clocks.calendar import SHANGHAI, WorkCalendar
from matter_definitions.acts.handing_over import HandOver
from matter_definitions.advance import Situation, move
from matter_definitions.state import CaseState, Forwarding, ItemState, StepState
from tests.unit.matter_definitions.plans import item, plan, step

NOW = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)
OLD, HEIR, OTHER, REST = "health@x", "health@y", "care@y", "police@x"
PLAN = plan(item("card", step("look", "approval")), item("seat", step("look", "approval")))


def state_of(**items: ItemState) -> CaseState:
    return CaseState(format=1, submitted_at=NOW, items=items)


def an_item(code: str, department: str, number: int = 1) -> ItemState:
    return ItemState(
        code, code, number, "330110000000", department, steps={"look": StepState("look")}, received_at=NOW
    )


def after(state: CaseState, act: HandOver) -> tuple[CaseState, list[str]]:
    calendar = WorkCalendar(frozenset({2026}), frozenset(), frozenset())
    situation = Situation(now=NOW, calendar=calendar, values={}, answers={})
    state, out = move(PLAN, state, act, situation)
    return state, [str(event.data["to"]) for event in out.events if event.kind == "HANDED_OVER_TO_SUCCESSOR"]


def test_each_item_goes_to_its_heir_and_what_was_nobodys_stays() -> None:
    state = state_of(card=an_item("card", OLD), seat=an_item("seat", REST, 2))
    moved, told = after(state, HandOver("r", OLD, HEIR, (("seat", OTHER),)))
    assert [each.department for each in moved.items.values()] == [HEIR, REST]
    assert told == [HEIR]
    moved, told = after(state_of(seat=an_item("seat", OLD)), HandOver("r", OLD, HEIR, (("seat", OTHER),)))
    assert (moved.items["seat"].department, told) == (OTHER, [OTHER])


def test_a_part_in_anothers_item_goes_over_and_what_is_over_stays_as_it_was() -> None:
    card = an_item("card", REST)
    card.places["look"] = (OLD, "330106000000")
    card.forwardings += [Forwarding(OLD, NOW, ended_at=NOW), Forwarding(OLD, NOW)]
    moved, told = after(state_of(card=card), HandOver("r", OLD, HEIR))
    assert moved.items["card"].places["look"] == (HEIR, "330106000000")
    assert [each.to for each in moved.items["card"].forwardings] == [OLD, HEIR]
    assert moved.items["card"].department == REST
    assert told == [HEIR]


def test_what_it_said_of_a_visit_is_said_by_its_heir() -> None:
    card = an_item("card", REST)
    card.places["look:health"] = (OLD, "330106000000")
    card.steps["look"].data |= {f"consent:{OLD}": "2026-03-03T10:00:00+08:00", f"outcome:{REST}": "passed"}
    moved, _ = after(state_of(card=card), HandOver("r", OLD, HEIR))
    assert moved.items["card"].steps["look"].data == {
        f"consent:{HEIR}": "2026-03-03T10:00:00+08:00",
        f"outcome:{REST}": "passed",
    }


def test_a_second_time_nothing_is_left_to_hand_over() -> None:
    first, _ = after(state_of(card=an_item("card", OLD)), HandOver("r", OLD, HEIR))
    again, told = after(deepcopy(first), HandOver("r", OLD, HEIR))
    assert (again, told) == (first, [])
