"""The light of a case that several departments handle together follows the limit of the case."""

from dataclasses import replace
from datetime import datetime, timedelta

from clocks.clock import Limit
from database.session import ENGINE, transaction
from engine.case_change import CaseChange
from engine.change import change_case
from engine.new_case import open_new_case
from engine.sweep import sweep
from engine.who import Who
from matter_definitions.acts.deciding import DecideStep
from matter_definitions.advance import ItemOpening
from matter_definitions.offers import JointPlan
from matter_definitions.plan import ItemPlan
from tests.engine_room import LIBRARY, OFFICER, REGION, Room, item, plan_of, step

DAYS = Limit(200, "working_day")


def one(code: str) -> ItemPlan:
    return replace(item(code, step("decide", "approval", decides=True)), promised=DAYS, statutory=DAYS)


async def opened(room: Room) -> CaseChange:
    plan = replace(plan_of(one("card"), one("tax")), format=2, joint=JointPlan(Limit(45, "working_day")))
    openings = [
        ItemOpening("card", "card", 1, REGION, LIBRARY),
        ItemOpening("tax", "tax", 2, REGION, f"tax@{REGION}"),
    ]
    new = replace(room.new_case(plan, await room.publish(plan)), openings=openings)
    async with transaction(room.context.database, ENGINE) as connection:
        return await open_new_case(room.context, connection, new, by=Who("applicant", str(room.applicant)))


async def light(room: Room) -> tuple[datetime | None, str]:
    await sweep(room.context, temporal_is_away=False)
    [row] = await room.rows("SELECT joint_due_at, joint_light FROM matter_case")
    return row["joint_due_at"], row["joint_light"]


async def test_it_turns_yellow_and_red_as_the_limit_comes_and_goes_out_with_the_case(room: Room) -> None:
    case = await opened(room)
    due, colour = await light(room)
    assert due is not None
    assert colour == "green"
    await room.move_time(due - await room.now() - timedelta(hours=2))
    assert await light(room) == (due, "yellow")
    await room.move_time(timedelta(hours=3))
    assert await light(room) == (due, "red")
    async with change_case(room.context, case.id, by=OFFICER) as change:
        change.apply(DecideStep("card", "decide", "grant"))
        change.apply(DecideStep("tax", "decide", "grant"))
    assert await light(room) == (None, "none")
    assert (await room.events(case)).count("JOINT_LIMIT_PASSED") == 1
