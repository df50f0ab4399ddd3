"""A region is merged into another: from its day on the other one sees its cases and does its work."""

from datetime import timedelta

from sqlalchemy import text

from casework.region_heirs import regions_of_today
from clocks.calendar import local_date
from database.session import ENGINE, transaction
from engine.regions_ending import hand_region_over
from tests.engine_room import LIBRARY, REGION, Room, item, plan_of, step

HEIR, OTHER = "330113000000", "330106000000"
_DEPARTMENT = text("""
    INSERT INTO department (code, kind, region, name_zh, name_en)
    VALUES (:code, 'library', split_part(:code, '@', 2), :code, :code)
""")
PLAN = plan_of(item("card", step("review", "approval")))


async def end_region(room: Room, *, in_days: int = 0) -> None:
    day = local_date(await room.now()) + timedelta(days=in_days)
    await room.as_owner(
        text("""
            INSERT INTO region (code, name_zh, name_en, kind, valid_from, valid_to, successor) VALUES
                (:region, '甲', 'A', 'division', '2000-01-01', :day, :heir),
                (:heir, '乙', 'B', 'division', '2000-01-01', NULL, NULL),
                (:other, '丙', 'C', 'division', '2000-01-01', NULL, NULL)
            ON CONFLICT (code) DO UPDATE SET valid_to = excluded.valid_to, successor = excluded.successor
        """),
        region=REGION,
        heir=HEIR,
        other=OTHER,
        day=day,
    )


async def hand_over(room: Room) -> int:
    rounds = 0
    while await hand_region_over(room.context, limit=1):
        rounds += 1
    return rounds


async def test_cases_desks_and_the_responsibility_table_go_over_on_the_day(room: Room) -> None:
    cases = [await room.submit(PLAN) for _ in range(2)]
    for code in (LIBRARY, f"library@{HEIR}"):
        await room.as_owner(_DEPARTMENT, code=code)
    await room.as_owner(text("INSERT INTO responsibility (item, region, department) VALUES"
                             f" ('card', '{REGION}', '{LIBRARY}'), ('seat', '{REGION}', '{LIBRARY}'),"
                             f" ('seat', '{HEIR}', 'library@{HEIR}')"))  # fmt: skip
    await end_region(room, in_days=1)
    assert await hand_over(room) == 0
    await room.move_time(timedelta(days=1))

    assert await hand_over(room) == len(cases) + 1

    rows = await room.rows("SELECT DISTINCT regions FROM matter_case")
    assert rows == [{"regions": [REGION, HEIR]}]
    assert await room.rows("SELECT DISTINCT region FROM task WHERE state = 'open'") == [{"region": HEIR}]
    cells = await room.rows("SELECT item, region, department FROM responsibility ORDER BY item")
    assert [(each["item"], each["region"], each["department"]) for each in cells] == [
        ("card", HEIR, LIBRARY), ("seat", HEIR, f"library@{HEIR}"),
    ]  # fmt: skip
    [line] = await room.rows("SELECT key, act FROM organisation_change WHERE register = 'regions'")
    assert line == {"key": REGION, "act": "ended"}
    assert await hand_over(room) == 0


async def test_a_place_in_a_region_that_is_no_more_is_in_its_successor(room: Room) -> None:
    street, unknown = "330110002000", "440305000000"
    await end_region(room)
    places = [REGION, street, HEIR, OTHER, unknown]
    async with transaction(room.context.database, ENGINE) as connection:
        today = await regions_of_today(connection, places)
        assert today == {REGION: HEIR, street: HEIR, HEIR: HEIR, OTHER: OTHER, unknown: unknown}
        await connection.execute(text(f"UPDATE region SET valid_to = '2020-01-01', successor = '{OTHER}'"
                                      f" WHERE code = '{HEIR}'"))  # fmt: skip
        assert (await regions_of_today(connection, [street]))[street] == OTHER
