"""Letters between departments: a number for each, per department and year, and none left out."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from clocks.clock import Limit
from database.session import ENGINE, Identity, transaction
from engine.case_change import CaseChange
from engine.change import change_case, take_case
from engine.new_case import open_new_case
from engine.who import Who
from engine.writing import write_changes
from matter_definitions.acts.corresponding import AnswerLetter, SendLetter
from matter_definitions.advance import ItemOpening
from matter_definitions.offers import LetterPlan
from refusals import NotNow
from tests.engine_room import LIBRARY, REGION, Room, item, plan_of, step

XIHU = "330106000000"
POLICE = f"police@{XIHU}"
LETTER = LetterPlan("police", "'330106000000'", Limit(5, "working_day"), "verification", "letter")
ASKS = replace(
    plan_of(
        item("card", step("ask", "letter", letter=LETTER), step("decide", "approval", "ask", decides=True))
    ),
    format=2,
)
SENDER = Who(
    "officer", "00000000-0000-0000-0000-000000000001", role="officer", department=LIBRARY, region=REGION
)
ANSWERER = Who(
    "officer", "00000000-0000-0000-0000-000000000002", role="officer", department=POLICE, region=XIHU
)


class MachineFailed(Exception):
    """After everything was written, before it was committed."""


async def opened(room: Room) -> CaseChange:
    """A case whose item asks the police of another place."""
    opening = ItemOpening("card", "card", 1, REGION, LIBRARY, places={"ask:to": (POLICE, XIHU)})
    new = replace(room.new_case(ASKS, await room.publish(ASKS)), openings=[opening])
    async with transaction(room.context.database, ENGINE) as connection:
        return await open_new_case(room.context, connection, new, by=Who("applicant", str(room.applicant)))


async def send(room: Room, case: CaseChange) -> None:
    async with change_case(room.context, case.id, by=SENDER) as change:
        words = change.add_text("letter", "请核实")
        change.apply(SendLetter("card", "ask", str(words)))


async def send_and_fail(room: Room, case: CaseChange) -> None:
    async with transaction(room.context.database, ENGINE) as connection:
        change = await take_case(room.context, connection, case.id, by=SENDER)
        change.apply(SendLetter("card", "ask"))
        await write_changes(change)
        raise MachineFailed


async def test_fifty_letters_at_once_take_fifty_numbers_without_a_gap(room: Room) -> None:
    cases = [await opened(room) for _ in range(50)]
    await asyncio.gather(*(send(room, case) for case in cases))
    year = (await room.now()).year
    rows = await room.rows("SELECT number FROM letter")
    assert {row["number"] for row in rows} == {f"{LIBRARY}〔{year}〕{n}号" for n in range(1, 51)}


async def test_a_letter_that_is_refused_or_lost_takes_no_number(room: Room) -> None:
    first, second = await opened(room), await opened(room)
    await send(room, first)
    with pytest.raises(NotNow):
        await send(room, first)
    with pytest.raises(MachineFailed):
        await send_and_fail(room, second)
    await send(room, second)
    numbers = [row["number"] for row in await room.rows("SELECT number FROM letter ORDER BY sent_at, number")]
    assert [each.rpartition("〕")[2] for each in numbers] == ["1号", "2号"]


async def test_every_department_counts_for_itself_and_anew_each_year(room: Room) -> None:
    first, second = await opened(room), await opened(room)
    await send(room, first)
    async with change_case(room.context, first.id, by=ANSWERER) as change:
        change.apply(AnswerLetter("card", "ask", "confirmed"))
    year = (await room.now()).year
    await room.move_time(timedelta(days=366))
    await send(room, second)
    rows = await room.rows("SELECT number, kind, state, answers FROM letter ORDER BY sent_at, round")
    assert [row["number"] for row in rows] == [
        f"{LIBRARY}〔{year}〕1号",
        f"{POLICE}〔{year}〕1号",
        f"{LIBRARY}〔{year + 1}〕1号",
    ]
    assert [row["state"] for row in rows] == ["answered", "sent", "sent"]
    assert rows[1]["kind"] == "answer"
    assert rows[1]["answers"] is not None


async def test_the_officers_of_the_other_place_see_the_case_and_have_the_letter_on_their_desk(
    room: Room,
) -> None:
    case = await opened(room)
    await send(room, case)
    police = Identity(staff_role="officer", department=POLICE, region=XIHU)
    others = Identity(staff_role="officer", department=f"tax@{XIHU}", region=XIHU)
    assert await seen(room, police) == {"matter_case": 1, "letter": 1, "task": 1}
    assert await seen(room, others) == {"matter_case": 0, "letter": 0, "task": 0}


async def seen(room: Room, identity: Identity) -> dict[str, int]:
    counts: dict[str, int] = {}
    async with transaction(room.context.database, identity) as connection:
        for table in ("matter_case", "letter", "task"):
            row = await connection.execute(text(f"SELECT count(*) FROM {table}"))
            counts[table] = row.scalar_one()
    return counts


async def test_a_letter_that_nobody_answers_is_shown_to_the_supervisor_once(room: Room) -> None:
    case = await opened(room)
    await send(room, case)
    await room.move_time(timedelta(days=30))
    for _ in range(2):
        async with change_case(room.context, case.id, by=SENDER):
            pass
    rows = await room.rows("SELECT kind, reason, detail, region, state FROM incident")
    assert rows == [
        {"kind": "stuck", "reason": "letter_unanswered", "detail": POLICE, "region": REGION, "state": "open"}
    ]
