"""A calendar is published while cases are under way: dates become firm or move, and people are told once."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

import engine.calendar_publishing as publishing_room
from clocks.calendar import ONE_DAY, SHANGHAI
from clocks.changing import CalendarChange, ChangedDay
from database.session import ENGINE, transaction
from engine.calendar_drafts import PublishedAlready, insert_draft, publish_draft, read_draft
from engine.calendar_preview import CalendarPreview, preview_calendar
from engine.calendar_publishing import move_next
from engine.case_change import CaseChange
from engine.due import run_due_deadlines
from matter_definitions.plan import Plan
from tests.engine_room import REGION, Room, item, plan_of, step

PLAN = plan_of(item("card", step("review", "approval")))
# An invented year: the first of January is off, the Saturday after it is worked.
NEW_YEAR = (ChangedDay(date(2027, 1, 1), "off"), ChangedDay(date(2027, 1, 2), "work"))
YEAR_2027 = CalendarChange(NEW_YEAR, year=2027)
OTHER_CITY = "3302"


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)


async def go_to(room: Room, moment: str) -> None:
    await room.move_time(at(moment) - await room.now())


async def submit_on(room: Room, moment: str, plan: Plan = PLAN) -> CaseChange:
    await go_to(room, moment)
    return await room.submit(plan)


async def draft(room: Room, change: CalendarChange) -> UUID:
    async with transaction(room.context.database, ENGINE) as connection:
        return await insert_draft(connection, change, source="国办发明电〔2026〕0号", by=uuid4())


async def publish(room: Room, change: CalendarChange) -> None:
    made = await draft(room, change)
    async with transaction(room.context.database, ENGINE) as connection:
        await publish_draft(connection, made)


async def preview(room: Room, change: CalendarChange) -> CalendarPreview:
    made = await draft(room, change)
    async with transaction(room.context.database, ENGINE) as connection:
        return await preview_calendar(room.context, connection, await read_draft(connection, made))


async def date_all_anew(room: Room, *, limit: int = 200) -> None:
    for _ in range(20):
        if not await move_next(room.context, limit=limit, settle_seconds=0):
            return
    raise AssertionError("a publication does not come to its end")


async def due(room: Room, case: CaseChange) -> tuple[datetime, bool]:
    [row] = await room.rows("SELECT due_at, provisional FROM case_item WHERE case_id = :id", id=case.id)
    return row["due_at"], row["provisional"]


async def promised(room: Room, case: CaseChange) -> datetime:
    return (await room.rows("SELECT promised_at FROM matter_case WHERE id = :id", id=case.id))[0][
        "promised_at"
    ]


async def moves_told(room: Room, case: CaseChange) -> Sequence[str]:
    told = [key for key in await room.effects(case) if "PROMISE_MOVED" in key]
    assert (await room.events(case)).count("PROMISE_MOVED") == len(told)
    return told


async def test_a_published_year_makes_dates_firm_or_moves_them_and_tells_whom_it_moves(room: Room) -> None:
    moved = await submit_on(room, "2026-12-25T10:00")
    firm = await submit_on(room, "2026-12-28T10:00")
    assert await due(room, moved) == (at("2027-01-01T17:30"), True)
    assert await due(room, firm) == (at("2027-01-04T17:30"), True)

    await publish(room, YEAR_2027)
    await date_all_anew(room)

    assert await due(room, moved) == (at("2027-01-02T17:30"), False)
    assert await due(room, firm) == (at("2027-01-04T17:30"), False)
    assert await promised(room, moved) == at("2027-01-02T17:30")
    assert await promised(room, firm) == at("2027-01-04T17:30")
    assert await moves_told(room, moved) == ["case/PROMISE_MOVED:promise_moved:applicant:box/1"]
    assert await moves_told(room, firm) == []


async def test_who_is_told_reads_the_new_day_in_his_box(room: Room) -> None:
    case = await submit_on(room, "2026-12-25T10:00")
    await publish(room, YEAR_2027)
    await date_all_anew(room)

    await room.look_until_done(case)

    [message] = await room.rows("SELECT state, channel FROM message WHERE case_id = :id", id=case.id)
    assert message == {"state": "delivered", "channel": "box"}


async def test_the_open_task_has_the_new_day_as_well(room: Room) -> None:
    case = await submit_on(room, "2026-12-25T10:00")
    await publish(room, YEAR_2027)
    await date_all_anew(room)
    [task] = await room.rows("SELECT due_at FROM task WHERE case_id = :id", id=case.id)
    assert task["due_at"] == at("2027-01-02T17:30")


async def test_a_case_that_nothing_moves_is_not_touched(room: Room) -> None:
    case = await submit_on(room, "2026-11-23T10:00")
    version = "SELECT version FROM matter_case WHERE id = :id"
    before = await room.rows(version, id=case.id)
    await publish(room, YEAR_2027)
    await date_all_anew(room)
    assert await room.rows(version, id=case.id) == before


async def test_a_worker_that_dies_in_the_middle_tells_nobody_twice(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [await submit_on(room, "2026-12-25T10:00") for _ in range(3)]
    await publish(room, YEAR_2027)

    async def die(*_: Any, **__: Any) -> None:
        raise ConnectionError("the worker is gone")

    with monkeypatch.context() as patch:
        patch.setattr(publishing_room, "keep_progress", die)
        with pytest.raises(ConnectionError):
            await move_next(room.context, limit=2, settle_seconds=0)
    await date_all_anew(room, limit=2)

    for case in cases:
        assert await due(room, case) == (at("2027-01-02T17:30"), False)
        assert len(await moves_told(room, case)) == 1
    [done] = await room.rows("SELECT moved, finished_at FROM calendar_publication")
    assert done["finished_at"] is not None


async def test_a_case_in_somebodys_hands_has_its_turn_later(room: Room) -> None:
    held = await submit_on(room, "2026-12-25T10:00")
    free = await submit_on(room, "2026-12-25T10:00")
    await publish(room, YEAR_2027)

    async with transaction(room.context.database, ENGINE) as connection:
        await connection.execute(text("SELECT FROM matter_case WHERE id = :id FOR UPDATE"), {"id": held.id})
        assert await move_next(room.context, settle_seconds=0)
    assert (await due(room, free))[0] == at("2027-01-02T17:30")
    assert (await due(room, held))[0] == at("2027-01-01T17:30")

    await date_all_anew(room)
    assert (await due(room, held))[0] == at("2027-01-02T17:30")
    assert len(await moves_told(room, held)) == len(await moves_told(room, free)) == 1


async def test_a_case_that_cannot_be_read_is_an_incident_and_keeps_nobody_waiting(room: Room) -> None:
    broken = await submit_on(room, "2026-12-25T10:00")
    fine = await submit_on(room, "2026-12-25T10:00")
    await room.as_owner(text("UPDATE matter_case SET doc = '{}' WHERE id = :id"), id=broken.id)
    await publish(room, YEAR_2027)
    await date_all_anew(room)
    assert (await due(room, fine))[0] == at("2027-01-02T17:30")
    [incident] = await room.rows("SELECT kind, reason, case_no FROM incident")
    assert incident == {"kind": "calendar", "reason": "not_dated_anew", "case_no": broken.case_no}


async def test_the_preview_counts_what_the_publication_then_does_and_changes_nothing(room: Room) -> None:
    moved = await submit_on(room, "2026-12-25T10:00")
    await submit_on(room, "2026-12-28T10:00")

    seen = await preview(room, YEAR_2027)

    assert (seen.cases, seen.moved, seen.firm, seen.people, seen.complete) == (2, 1, 1, 1, True)
    assert (seen.lost, seen.won) == ((date(2027, 1, 1),), (date(2027, 1, 2),))
    first = seen.items[0]
    assert (first.case_no, first.before, first.after, first.firm) == (
        moved.case_no,
        at("2027-01-01T17:30"),
        at("2027-01-02T17:30"),
        False,
    )
    assert (await due(room, moved)) == (at("2027-01-01T17:30"), True)
    assert await moves_told(room, moved) == []


async def test_a_year_that_is_published_again_takes_back_what_it_no_longer_says(room: Room) -> None:
    case = await submit_on(room, "2026-12-25T10:00")
    await publish(room, YEAR_2027)
    await date_all_anew(room)
    again = CalendarChange((ChangedDay(date(2027, 1, 4), "off"),), year=2027)
    seen = await preview(room, again)
    assert (seen.lost, seen.won) == ((date(2027, 1, 2), date(2027, 1, 4)), (date(2027, 1, 1),))

    await publish(room, again)
    await date_all_anew(room)

    assert (await due(room, case))[0] == at("2027-01-01T17:30")
    assert await promised(room, case) == at("2027-01-02T17:30"), "a promise never moves nearer"


async def test_a_regional_day_off_moves_the_limits_of_that_region_alone(room: Room) -> None:
    case = await submit_on(room, "2026-11-23T10:00")
    day = ChangedDay(date(2026, 11, 25), "off")
    await publish(room, CalendarChange((day,), region_prefix=OTHER_CITY))
    await date_all_anew(room)
    assert (await due(room, case))[0] == at("2026-11-30T17:30")

    await publish(room, CalendarChange((day,), region_prefix="3301"))
    await date_all_anew(room)

    assert (await due(room, case))[0] == at("2026-12-01T17:30")
    assert await promised(room, case) == at("2026-12-01T17:30")
    assert len(await moves_told(room, case)) == 1


async def test_in_an_emergency_no_limit_of_the_region_runs(room: Room) -> None:
    case = await submit_on(room, "2026-11-23T10:00")
    days = tuple(ChangedDay(date(2026, 11, 25) + number * ONE_DAY, "standstill") for number in range(7))
    await publish(room, CalendarChange(days, region_prefix=REGION[:6]))
    await date_all_anew(room)
    assert (await due(room, case))[0] == at("2026-12-07T17:30")
    assert await promised(room, case) == at("2026-12-07T17:30")


async def test_a_new_case_counts_with_the_new_calendar_at_once(room: Room) -> None:
    await submit_on(room, "2026-12-25T10:00")
    await publish(room, YEAR_2027)
    assert await due(room, await room.submit(PLAN)) == (at("2027-01-02T17:30"), False)


async def test_a_draft_is_published_once(room: Room) -> None:
    made = await draft(room, YEAR_2027)
    async with transaction(room.context.database, ENGINE) as connection:
        await publish_draft(connection, made)
    with pytest.raises(PublishedAlready):
        async with transaction(room.context.database, ENGINE) as connection:
            await publish_draft(connection, made)


async def test_what_was_published_a_moment_ago_waits_for_cases_that_are_being_opened(room: Room) -> None:
    await publish(room, YEAR_2027)
    assert not await move_next(room.context, settle_seconds=60)
    assert await move_next(room.context, settle_seconds=0)


async def test_what_is_due_already_under_the_new_calendar_happens(room: Room) -> None:
    """Days that are worked after all bring a limit nearer; what follows from it is not forgotten."""
    plan = plan_of(item("card", step("review", "approval"), acceptance="officer"))
    case = await submit_on(room, "2026-12-24T10:00", plan)
    await go_to(room, "2026-12-31T10:00")
    worked = (ChangedDay(date(2026, 12, 26), "work"), ChangedDay(date(2026, 12, 27), "work"))
    await publish(room, CalendarChange(worked, region_prefix="33"))
    await date_all_anew(room)
    await run_due_deadlines(room.context)
    assert "ITEM_ACCEPTED_BY_SILENCE" in await room.events(case)
