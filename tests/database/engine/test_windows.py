"""A step that is done on certain days only: the day is what the case is woken for."""

from dataclasses import replace
from datetime import timedelta

from clocks.calendar import local_date
from clocks.published import load_published
from clocks.windows import Window, opens_at
from matter_definitions.offers import WindowPlan
from tests.engine_room import Room, item, plan_of, step


async def test_the_day_is_the_next_limit_of_the_case_and_on_it_the_step_begins(room: Room) -> None:
    now = await room.now()
    later = local_date(now + timedelta(days=10)).day
    window = Window((later, later))  # whatever day it is, it is not open now
    booked = item("card", step("book", window=WindowPlan(window)))
    case = await room.submit(replace(plan_of(booked), format=2))
    await room.look_until_done(case)
    opens = opens_at(window, now, load_published())
    [kept] = await room.rows("SELECT next_due_at FROM matter_case")
    assert kept["next_due_at"] == opens
    assert not room.ledger.done
    assert "STEP_WAITS_FOR_ITS_DAYS" in await room.events(case)

    await room.move_time(opens - now + timedelta(minutes=1))
    await room.look_until_done(case)

    assert len(room.ledger.done) == 1
    assert await room.standing(case) == "completed"
