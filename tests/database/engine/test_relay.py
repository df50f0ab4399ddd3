"""The relay: whom it wakes, how often, and how many at once. The starter stands for Temporal's door."""

import asyncio
from dataclasses import dataclass, field
from time import monotonic

import pytest
from sqlalchemy import text

from database.session import ENGINE, transaction
from engine.change import change_case
from engine.errands import Errand, find_errand_answer, plan_errand
from engine.lingering import Lingering
from engine.relay import FEWEST_IN_FLIGHT, Relay, TemporalAway, WakeUp
from tests.engine_room import OFFICER, Room, item, plan_of, step
from workflows.messages import LookInput

PLAN = plan_of(item("card", step("first"), step("review", "approval", "first")))


@dataclass
class Door:
    away: bool = False
    woken: list[WakeUp] = field(default_factory=list[WakeUp])
    errands: list[str] = field(default_factory=list[str])

    async def wake_case(self, wake_up: WakeUp) -> None:
        if self.away:
            raise TemporalAway
        self.woken.append(wake_up)

    async def start_errand(self, subject: str) -> None:
        self.errands.append(subject)


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def relay(room: Room, door: Door) -> Relay:
    return Relay(room.context, door, room.lingering)


async def test_a_wake_up_is_sent_again_only_after_a_while_and_less_and_less_often(
    room: Room, relay: Relay, door: Door
) -> None:
    await room.submit(PLAN)
    waits: list[float] = []
    for _ in range(3):
        assert await relay.relay_once() == 1
        assert await relay.relay_once() == 0
        row = await room.rows(
            "SELECT extract(epoch FROM relay_after - clock_timestamp()) AS s FROM matter_case"
        )
        waits.append(round(float(row[0]["s"])))
        await room.as_owner(text("UPDATE matter_case SET relay_after = clock_timestamp()"))
    assert waits == [2, 4, 8]
    assert len(door.woken) == 3


async def test_a_look_ends_the_waking(room: Room, relay: Relay, door: Door) -> None:
    case = await room.submit(PLAN)
    await relay.relay_once()
    await room.look(case)
    await room.as_owner(text("UPDATE matter_case SET relay_after = clock_timestamp()"))
    assert await relay.relay_once() == 0
    await room.decide(case, "review")
    assert await relay.relay_once() == 0, "nothing is left to do outside"


async def test_while_temporal_is_away_no_case_loses_its_place(room: Room, relay: Relay, door: Door) -> None:
    await room.submit(PLAN)
    door.away = True
    for _ in range(3):
        with pytest.raises(TemporalAway):
            await relay.relay_once()
    assert (await room.rows("SELECT relay_tries, relay_after FROM matter_case")) == [
        {"relay_tries": 0, "relay_after": None}
    ]
    door.away = False
    assert await relay.relay_once() == 1


async def test_what_is_in_flight_stays_bounded_and_people_go_before_batches(
    room: Room, relay: Relay, door: Door
) -> None:
    for _ in range(FEWEST_IN_FLIGHT * 2 + 10):
        await room.submit(PLAN)
    await room.as_owner(text("UPDATE matter_case SET priority = 5 WHERE id % 2 = 0"))
    for _ in range(4):
        await relay.relay_once()
    assert len(door.woken) <= FEWEST_IN_FLIGHT * 2
    first = [each.priority for each in door.woken[:FEWEST_IN_FLIGHT]]
    assert first == [0] * FEWEST_IN_FLIGHT


async def test_an_act_wakes_only_when_there_is_something_new_to_do(room: Room) -> None:
    case = await room.submit(PLAN)
    await room.look(case)
    async with change_case(room.context, case.id, by=OFFICER) as change:
        change.add_text("comment", "nothing that anybody outside need know")
    assert not change.woken


async def test_a_deadline_earlier_than_the_timer_wakes_and_a_later_one_does_not(room: Room) -> None:
    plan = plan_of(item("card", step("review", "approval"), acceptance="officer"))
    case = await room.submit(plan)
    assert case.woken, "the first deadline needs a timer"
    await room.look(case)
    await room.as_owner(text("UPDATE matter_case SET timer_at = next_due_at - interval '1 day'"))
    async with change_case(room.context, case.id, by=OFFICER) as change:
        change.add_text("comment", "no date has changed")
    assert not change.woken
    await room.as_owner(text("UPDATE matter_case SET timer_at = next_due_at + interval '1 day'"))
    async with change_case(room.context, case.id, by=OFFICER) as change:
        change.add_text("comment", "the timer would ring too late")
    assert change.woken


async def test_an_errand_is_started_once_in_a_while_and_its_answer_can_be_read(
    room: Room, relay: Relay, door: Door
) -> None:
    errand = Errand("application/1", "household", "office", "household_lookup", {"id_number": "secret"})
    async with transaction(room.context.database, ENGINE) as connection:
        key = await plan_errand(room.context, connection, errand)
        assert await plan_errand(room.context, connection, errand) == key
        assert await find_errand_answer(room.context, connection, key) is None
    await relay.relay_once()
    await relay.relay_once()
    assert door.errands == ["application/1"]
    room.ledger.answers["household_lookup"] = {"household_no": "H-1029384756"}
    assert (await room.looking.look_at_errand(LookInput("application/1"))).done
    async with transaction(room.context.database, ENGINE) as connection:
        answer = await find_errand_answer(room.context, connection, key)
    assert answer is not None
    assert answer.data == {"household_no": "H-1029384756"}
    rows = await room.rows("SELECT answer FROM effect")
    assert b"H-1029384756" not in rows[0]["answer"]
    await relay.relay_once()
    assert door.errands == ["application/1"]


async def test_a_case_that_a_look_lingers_over_is_left_to_it(room: Room, door: Door) -> None:
    case = await room.submit(PLAN)
    lingering = Lingering(seconds=5)
    relay = Relay(room.context, door, lingering)
    lingering.begin(case.id, since=monotonic())
    assert await relay.relay_once() == 0
    relay.nudge([case.id])
    assert await lingering.changed(case.id)
    lingering.end(case.id)
    assert await relay.relay_once() == 1


async def test_a_relay_that_is_told_to_end_just_as_it_is_nudged_ends(relay: Relay) -> None:
    work = asyncio.create_task(relay.run())
    await asyncio.sleep(0.3)  # it has found nothing and waits
    relay.nudge([1])
    work.cancel()
    await asyncio.wait({work}, timeout=5)
    ended = work.done()
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    assert ended


async def test_a_look_that_is_told_to_end_just_as_something_changes_ends() -> None:
    lingering = Lingering(seconds=60)
    lingering.begin(1, since=monotonic())
    waiting = asyncio.create_task(lingering.changed(1))
    await asyncio.sleep(0)
    lingering.tell([1])
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
