"""A department that says two things about the same request: the first counts, and somebody is told."""

from dataclasses import replace

import pytest

from engine.callbacks import take_answer
from engine.outcome import Outcome
from matter_definitions.plan import Plan
from tests.engine_room import Room, item, plan_of, step


def number_plan(*, format: int = 2) -> Plan:
    asks = step("it", "system_call", receive={"card.number": "number"})
    return replace(plan_of(item("card", asks, step("end", "system_call", "it"))), format=format)


async def told(room: Room, key: str, number: str, *, times: int = 1) -> None:
    for n in range(times):
        await take_answer(
            room.context,
            connector="office",
            key=key,
            kind="system_call",
            webhook_id=f"{key}/{number}/{n}",
            outcome=Outcome("done", {"number": number}),
        )


async def answered(room: Room, *, format: int = 2) -> tuple[str, int]:
    """A case whose first step was answered with the number A1: the key of what was asked, the case."""
    room.ledger.later = {"system_call"}
    case = await room.submit(number_plan(format=format))
    await room.look_until_done(case)
    key = f"{case.case_no}/card/it/1"
    await told(room, key, "A1")
    return key, case.id


async def incidents(room: Room, case: int) -> list[tuple[str, str, str]]:
    rows = await room.rows("SELECT kind, reason, detail FROM incident WHERE case_id = :id", id=case)
    return [(row["kind"], row["reason"], row["detail"]) for row in rows]


async def test_another_answer_to_the_same_request_is_an_incident_once_and_names_no_value(room: Room) -> None:
    key, case = await answered(room)
    await told(room, key, "B2", times=2)
    assert await incidents(room, case) == [("nonsense", "answered_otherwise", "card.number")]


async def test_the_same_answer_again_is_no_incident(room: Room) -> None:
    key, case = await answered(room)
    await told(room, key, "A1", times=2)
    assert await incidents(room, case) == []


@pytest.mark.parametrize("format", [1])
async def test_a_case_of_an_older_plan_goes_on_as_it_did(room: Room, format: int) -> None:
    key, case = await answered(room, format=format)
    await told(room, key, "B2")
    assert await incidents(room, case) == []
