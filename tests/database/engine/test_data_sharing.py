"""What is promised and not delivered is one line and one incident for a day and a promise."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text

from clocks.calendar import local_date
from database.session import ENGINE, transaction
from engine.data_sharing import Supply, SupplyOutcome, record_supplies
from engine.sweep import sweep
from tests.engine_room import Room, item, plan_of, step

REGION = "330110000000"
CITY = "330100000000"


async def promise(room: Room, *elements: str, fresh_days: int | None = None, within: int = 2) -> None:
    for element in elements:
        await room.as_owner(
            text(
                "INSERT INTO data_promise (connector, call, element, supplier, fresh_days, answer_within,"
                " found_percent, basis_zh, basis_en) VALUES ('household', 'household_lookup',"
                f" '{element}', 'police', {fresh_days or 'NULL'}, {within}, 80, '约定', 'An agreement')"
            )
        )


async def ask(
    room: Room,
    outcome: SupplyOutcome,
    *,
    times: int = 1,
    seconds: float = 0.1,
    lacking: Sequence[str] = (),
    data_of: date | None = None,
) -> None:
    supply = Supply(
        "household",
        "household_lookup",
        REGION,
        ["household_no", "head_name"],
        outcome,
        lacking=lacking,
        seconds=seconds,
        data_of=data_of,
    )
    async with transaction(room.context.database, ENGINE) as connection:
        await record_supplies(connection, [supply] * times, at=await room.now())


async def shortfalls(room: Room) -> list[Mapping[str, Any]]:
    await sweep(room.context, temporal_is_away=False)
    return await room.rows("SELECT reason, elements, asked, failed FROM data_shortfall ORDER BY reason")


async def incidents(room: Room) -> list[Mapping[str, Any]]:
    return await room.rows("SELECT kind, reason, region, state FROM incident ORDER BY reason")


async def test_slow_answers_of_a_day_are_one_line_however_many_there_are(room: Room) -> None:
    await promise(room, "household_no", "head_name")
    await ask(room, "unanswered", times=4)
    assert await shortfalls(room) == []
    await ask(room, "found", seconds=3)
    late = {"reason": "late", "elements": ["head_name", "household_no"], "asked": 5, "failed": 5}
    assert await shortfalls(room) == [late]

    await ask(room, "unanswered", times=3)

    assert await shortfalls(room) == [{**late, "asked": 8, "failed": 8}]
    one = {"kind": "data_sharing", "reason": "promised_late", "region": CITY, "state": "open"}
    assert await incidents(room) == [one]


async def test_a_single_question_without_an_answer_is_told_when_its_day_is_over(room: Room) -> None:
    await promise(room, "household_no")
    await ask(room, "unanswered")
    assert await shortfalls(room) == []
    await room.move_time(timedelta(days=1))
    assert [each["reason"] for each in await shortfalls(room)] == ["late"]


async def test_a_catalogue_without_data_is_told_once_enough_questions_found_nothing(room: Room) -> None:
    await promise(room, "household_no", "head_name")
    await ask(room, "found", times=3)
    await ask(room, "empty", times=1, lacking=["household_no", "head_name"])
    assert await shortfalls(room) == []
    await ask(room, "found", times=1, lacking=["head_name"])
    empty = {"reason": "empty", "elements": ["head_name"], "asked": 5, "failed": 2}
    assert await shortfalls(room) == [empty]


async def test_data_older_than_promised_are_told(room: Room) -> None:
    await promise(room, "household_no", fresh_days=30)
    today = local_date(await room.now())
    await ask(room, "found", data_of=today - timedelta(days=30))
    assert await shortfalls(room) == []
    await ask(room, "found", data_of=today - timedelta(days=31))
    assert [each["reason"] for each in await shortfalls(room)] == ["old"]


async def test_what_nobody_promised_or_is_not_in_force_makes_no_line(room: Room) -> None:
    await promise(room, "household_no")
    await room.as_owner(text("UPDATE data_promise SET in_force = false"))
    await ask(room, "unanswered", times=9)
    assert await shortfalls(room) == []
    assert await incidents(room) == []


async def test_where_more_than_a_minute_is_promised_an_answer_that_comes_later_is_in_time(
    room: Room,
) -> None:
    await promise(room, "household_no", within=3600)
    await ask(room, "later", times=9)
    assert await shortfalls(room) == []


STEP = step("it", "system_call", receive={"card.number": "number", "card.fee": "fee"})


async def supplies(room: Room) -> list[Mapping[str, Any]]:
    return await room.rows(
        "SELECT connector, call, region, elements, lacking, outcome, seconds IS NOT NULL AS timed, data_of"
        " FROM data_supply ORDER BY at"
    )


async def test_what_a_step_of_a_case_is_given_is_measured_like_what_a_draft_is_given(room: Room) -> None:
    today = local_date(await room.now())
    room.ledger.answers["system_call"] = {"number": "1234567890", "fee": 500}
    room.ledger.data_of = today - timedelta(days=40)

    await room.look_until_done(await room.submit(plan_of(item("card", STEP))))

    [row] = await supplies(room)
    assert row == {
        "connector": "office",
        "call": "system_call",
        "region": REGION,
        "elements": ["fee", "number"],
        "lacking": [],
        "outcome": "found",
        "timed": True,
        "data_of": room.ledger.data_of,
    }


async def test_an_answer_that_says_no_is_no_data_and_giving_up_is_no_answer(room: Room) -> None:
    room.ledger.outcomes["system_call"] = "refused"
    await room.look_until_done(await room.submit(plan_of(item("card", STEP))))
    room.ledger.outcomes.clear()
    room.ledger.answers["system_call"] = {"number": 7}
    await room.look_until_done(await room.submit(plan_of(item("card", STEP))))

    seen = await supplies(room)

    assert [each["outcome"] for each in seen] == ["empty", "unanswered"]
    assert {each["lacking"] == each["elements"] for each in seen} == {True}


async def test_a_step_that_receives_nothing_leaves_no_line(room: Room) -> None:
    await room.look_until_done(await room.submit(plan_of(item("card", step("it", "system_call")))))
    assert await supplies(room) == []


async def test_whoever_was_away_answers_late_however_fast_the_last_try_was(room: Room) -> None:
    room.ledger.answers["system_call"] = {"number": "1234567890", "fee": 500}
    room.ledger.unavailable = 1
    case = await room.submit(plan_of(item("card", STEP)))
    await room.look_until_done(case)
    assert await supplies(room) == []
    await room.move_time(timedelta(hours=1))

    await room.look_until_done(case)

    [row] = await room.rows("SELECT outcome, seconds FROM data_supply")
    assert row["outcome"] == "found"
    assert row["seconds"] >= timedelta(hours=1).total_seconds()
