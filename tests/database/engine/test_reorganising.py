"""A department ends while cases are under way: its heirs go on, once, whatever happens meanwhile."""

import json
from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

import engine.reorganising as reorganising_room
from database.session import ENGINE, transaction
from engine.case_change import CaseChange
from engine.change import read_case
from engine.officers_leaving import let_officers_change
from engine.reorganising import hand_over_next
from tests.engine_room import LIBRARY, REGION, Room, item, plan_of, step

ARCHIVE, READING = f"archive@{REGION}", f"reading@{REGION}"
PLAN = plan_of(
    item("card", step("review", "approval")), item("seat", step("look", "approval"), acceptance="officer")
)
NOTHING: Mapping[str, str] = MappingProxyType({})

_DEPARTMENT = text("""
    INSERT INTO department (code, kind, region, name_zh, name_en)
    VALUES (:code, split_part(:code, '@', 1), split_part(:code, '@', 2), :code, :code) ON CONFLICT DO NOTHING
""")
_PLAN = text("""
    INSERT INTO reorganisation (id, kind, department, successor, heirs, effective_on, source, created_by,
        created_at)
    SELECT :id, 'merge', :department, :successor, CAST(:heirs AS jsonb),
        ((now() + clock_offset) AT TIME ZONE 'Asia/Shanghai')::date + CAST(:days AS int), '某办〔2026〕1号',
        :by, now()
    FROM installation
""")
_OFFICER = text("""
    INSERT INTO officer (id, subject, name, role, department, region)
    VALUES (:id, :subject, 'x', 'officer', :department, :region)
""")


async def plan_end(
    room: Room, *, successor: str = ARCHIVE, items: Mapping[str, str] = NOTHING, in_days: int = 0
) -> UUID:
    for code in (LIBRARY, ARCHIVE, READING):
        await room.as_owner(_DEPARTMENT, code=code)
    one = uuid4()
    heirs = json.dumps({"items": dict(items), "posts": {}})
    row = {"id": one, "department": LIBRARY, "successor": successor, "heirs": heirs, "days": in_days}
    await room.as_owner(_PLAN, **row, by=uuid4())
    return one


async def hand_all_over(room: Room, *, limit: int = 2) -> None:
    while await hand_over_next(room.context, limit=limit, settle_seconds=0):
        [held] = await room.rows("SELECT count(*) AS n FROM reorganisation WHERE state = 'under_way'")
        if not held["n"]:
            return


async def departments_of(room: Room, case: CaseChange) -> dict[str, str]:
    async with read_case(room.context, case.id) as read:
        return {key: each.department for key, each in read.state.items.items()}


async def handed_over(room: Room, case: CaseChange) -> list[Mapping[str, Any]]:
    return await room.rows(
        "SELECT item_key, data FROM case_event WHERE case_id = :id AND kind = 'HANDED_OVER_TO_SUCCESSOR'"
        " ORDER BY number",
        id=case.id,
    )


async def test_open_cases_go_over_with_their_tasks_and_the_log_says_so(room: Room) -> None:
    case = await room.submit(PLAN)
    one = await plan_end(room)
    await hand_all_over(room)

    assert await departments_of(room, case) == {"card": ARCHIVE, "seat": ARCHIVE}
    tasks = await room.rows("SELECT DISTINCT department FROM task WHERE case_id = :id", id=case.id)
    items = await room.rows("SELECT DISTINCT department FROM case_item WHERE case_id = :id", id=case.id)
    assert tasks == items == [{"department": ARCHIVE}]
    [row] = await room.rows("SELECT departments FROM matter_case WHERE id = :id", id=case.id)
    assert set(row["departments"]) >= {LIBRARY, ARCHIVE}
    assert [each["data"]["to"] for each in await handed_over(room, case)] == [ARCHIVE, ARCHIVE]
    [done] = await room.rows("SELECT state, moved FROM reorganisation WHERE id = :id", id=one)
    assert done == {"state": "done", "moved": 1}


async def test_who_had_an_item_until_then_stays_on_record(room: Room) -> None:
    case = await room.submit(PLAN)
    await plan_end(room)
    await hand_all_over(room)
    records = await room.rows(
        "SELECT item_key, role, department, until_at IS NULL AS open FROM responsibility_record"
        " WHERE case_id = :id ORDER BY item_key",
        id=case.id,
    )
    assert records[0] == {"item_key": "card", "role": "handling", "department": LIBRARY, "open": False}


async def test_what_was_split_off_goes_where_it_was_said_to(room: Room) -> None:
    case = await room.submit(PLAN)
    await plan_end(room, items={"seat": READING})
    await hand_all_over(room)
    assert await departments_of(room, case) == {"card": ARCHIVE, "seat": READING}
    tasks = await room.rows(
        "SELECT item_key, department FROM task WHERE case_id = :id ORDER BY 1", id=case.id
    )
    assert {each["item_key"]: each["department"] for each in tasks} == {"card": ARCHIVE, "seat": READING}


async def test_nothing_moves_before_the_day(room: Room) -> None:
    case = await room.submit(PLAN)
    await plan_end(room, in_days=3)
    assert not await hand_over_next(room.context, settle_seconds=0)
    assert await departments_of(room, case) == {"card": LIBRARY, "seat": LIBRARY}
    await room.move_time(timedelta(days=3))
    await hand_all_over(room)
    assert await departments_of(room, case) == {"card": ARCHIVE, "seat": ARCHIVE}


async def test_a_worker_that_dies_in_the_middle_hands_nothing_over_twice(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [await room.submit(PLAN) for _ in range(3)]
    await plan_end(room)

    async def die(*_: Any, **__: Any) -> None:
        raise ConnectionError("the worker is gone")

    with monkeypatch.context() as patch:
        patch.setattr(reorganising_room, "keep_progress", die)
        with pytest.raises(ConnectionError):
            await hand_over_next(room.context, limit=2, settle_seconds=0)
    await hand_all_over(room)

    for case in cases:
        assert len(await handed_over(room, case)) == 2
    [done] = await room.rows("SELECT state FROM reorganisation")
    assert done["state"] == "done"


async def test_a_case_in_somebodys_hands_has_its_turn_later(room: Room) -> None:
    held, free = await room.submit(PLAN), await room.submit(PLAN)
    await plan_end(room)
    async with transaction(room.context.database, ENGINE) as connection:
        await connection.execute(text("SELECT FROM matter_case WHERE id = :id FOR UPDATE"), {"id": held.id})
        assert await hand_over_next(room.context, settle_seconds=0)
    assert (await departments_of(room, free))["card"] == ARCHIVE
    assert (await departments_of(room, held))["card"] == LIBRARY
    await hand_all_over(room)
    assert (await departments_of(room, held))["card"] == ARCHIVE
    assert len(await handed_over(room, free)) == 2


async def test_cells_people_and_kinds_go_over_with_the_first_step(room: Room) -> None:
    officer = uuid4()
    await room.submit(PLAN)
    await plan_end(room)
    await room.as_owner(_OFFICER, id=officer, subject="clerk", department=LIBRARY, region=REGION)
    cell = "INSERT INTO responsibility (item, region, department) VALUES ('card', :region, :department)"
    await room.as_owner(text(cell), region=REGION, department=LIBRARY)
    await room.as_owner(text("UPDATE task SET assignee = :officer"), officer=officer)
    await hand_all_over(room)

    [cell_now] = await room.rows("SELECT department FROM responsibility WHERE item = 'card'")
    [clerk] = await room.rows("SELECT department FROM officer WHERE id = :id", id=officer)
    [heir] = await room.rows("SELECT also FROM department WHERE code = :code", code=ARCHIVE)
    assert cell_now["department"] == clerk["department"] == ARCHIVE
    assert heir["also"] == ["library"]
    tasks = await room.rows("SELECT DISTINCT assignee FROM task WHERE state = 'open'")
    assert tasks == [{"assignee": officer}]  # he has gone over as well, so his desk stays as it was


async def test_on_the_day_somebody_leaves_his_tasks_are_the_heirs(room: Room) -> None:
    await room.submit(PLAN)
    leaver, heir = uuid4(), uuid4()
    for one, subject in ((leaver, "leaver"), (heir, "heir")):
        await room.as_owner(_OFFICER, id=one, subject=subject, department=LIBRARY, region=REGION)
    await room.as_owner(text("UPDATE task SET assignee = :officer"), officer=leaver)
    assert await let_officers_change(room.context) == 0

    ends = "UPDATE officer SET valid_to = CURRENT_DATE - 1, heir = :heir WHERE id = :id"
    await room.as_owner(text(ends), id=leaver, heir=heir)
    assert await let_officers_change(room.context) == 2
    assert await room.rows("SELECT DISTINCT assignee FROM task") == [{"assignee": heir}]
    assert await let_officers_change(room.context) == 0
