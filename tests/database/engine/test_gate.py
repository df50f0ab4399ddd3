"""The gate before a connector: a shared bucket, and a breaker that lets one call through to try."""

from sqlalchemy import text

from engine.gate import FAILURES_THAT_OPEN, Gate
from tests.engine_room import Room, item, plan_of, step

INSERT = text("""
    INSERT INTO connector (code, rate, burst, tokens)
    VALUES ('office', :rate, :burst, :burst)
""")


async def test_a_connector_without_a_row_has_no_limits(room: Room) -> None:
    gate = Gate(room.context)
    assert [await gate.admit("office") for _ in range(100)] == [None] * 100
    assert await gate.admit(None) is None


async def test_the_bucket_is_shared_by_all_workers(room: Room) -> None:
    await room.as_owner(INSERT, rate=0.001, burst=25)
    gates = [Gate(room.context), Gate(room.context)]
    admitted = [await gates[number % 2].admit("office") for number in range(40)]
    assert sum(each is None for each in admitted) == 25


async def test_failures_open_the_breaker_for_everybody_and_a_success_closes_it(room: Room) -> None:
    await room.as_owner(INSERT, rate=1000, burst=1000)
    failing, other = Gate(room.context), Gate(room.context)
    for _ in range(FAILURES_THAT_OPEN):
        assert await failing.admit("office") is None
        await failing.failed("office")
    assert await failing.admit("office") is not None
    assert await other.admit("office") is not None
    await room.as_owner(text("UPDATE connector SET open_until = clock_timestamp()"))
    assert await other.admit("office") is None, "one call tries"
    assert await failing.admit("office") is not None, "and only one"
    await other.succeeded("office")
    assert await failing.admit("office") is None


async def test_an_effect_behind_an_open_breaker_waits_and_that_is_no_try(room: Room) -> None:
    await room.as_owner(INSERT, rate=1000, burst=1000)
    opened = "UPDATE connector SET breaker_state = 'open', open_until = clock_timestamp() + interval '20 s'"
    await room.as_owner(text(opened))
    case = await room.submit(plan_of(item("card", step("it"))))
    result = await room.look(case)
    assert room.ledger.calls == []
    assert result.next_look_seconds is not None
    assert 15 < result.next_look_seconds <= 20
    effect = (await room.rows("SELECT state, attempted_at FROM effect"))[0]
    assert effect == {"state": "planned", "attempted_at": None}
