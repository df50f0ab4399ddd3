"""The chain of events: whatever is altered is named, and lawful deletion alters nothing."""

from datetime import date

import pytest
from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from database.session import ENGINE, transaction
from database.tables.case_form import CaseForm
from database.tables.case_key import CaseKey
from engine.case_box import CaseBox, CaseErased
from engine.daily_roots import make_daily_root
from engine.verify_log import verify_log
from settings import get_settings
from tests.database.rows import AT, Case, insert_case, insert_person, log_events
from tests.settled_log import everything_settled


async def a_case_with_events(connection: AsyncConnection, *, count: int) -> Case:
    case = await insert_case(connection, applicant=await insert_person(connection))
    await log_events(connection, case, count=count)
    return case


async def tamper(owner_engine: AsyncEngine, statement: str, case: Case) -> None:
    """As somebody with all rights would: the trigger is switched off first."""
    async with owner_engine.begin() as connection:
        await connection.execute(text("ALTER TABLE case_event DISABLE TRIGGER append_only"))
        await connection.execute(text(statement), {"id": case.id})
        await connection.execute(text("ALTER TABLE case_event ENABLE TRIGGER append_only"))


async def test_an_untouched_log_is_whole(app_engine: AsyncEngine) -> None:
    async with transaction(app_engine, ENGINE) as connection:
        await a_case_with_events(connection, count=3)
        await insert_case(connection, applicant=await insert_person(connection))
    async with transaction(app_engine, ENGINE) as connection:
        await make_daily_root(connection, day=date(2026, 3, 2))
        assert await verify_log(connection) == []


async def test_events_appended_later_stand_on_the_ones_before(app_engine: AsyncEngine) -> None:
    async with transaction(app_engine, ENGINE) as connection:
        case = await insert_case(connection, applicant=await insert_person(connection))
        head = await log_events(connection, case, count=2)
        await log_events(connection, case, count=2, first=3, head=head)
        assert await verify_log(connection, case_no=case.case_no) == []


@pytest.mark.parametrize(
    ("alteration", "first_wrong"),
    [
        ("UPDATE case_event SET kind = 'ITEM_GRANTED' WHERE case_id = :id AND number = 3", 3),
        ("UPDATE case_event SET data = '{\"n\": 9}' WHERE case_id = :id AND number >= 2", 2),
        ("UPDATE case_event SET at = at + interval '1 day' WHERE case_id = :id AND number = 5", 5),
        ("UPDATE case_event SET actor = '8' WHERE case_id = :id AND number = 1", 1),
        ("DELETE FROM case_event WHERE case_id = :id AND number = 2", 2),
        ("DELETE FROM case_event WHERE case_id = :id AND number = 5", 5),
        ("DELETE FROM case_event WHERE case_id = :id", 5),
        ("UPDATE matter_case SET event_count = 4 WHERE id = :id", 5),
    ],
)
async def test_the_first_altered_row_is_named(
    app_engine: AsyncEngine, owner_engine: AsyncEngine, alteration: str, first_wrong: int
) -> None:
    async with transaction(app_engine, ENGINE) as connection:
        case = await a_case_with_events(connection, count=5)
        await a_case_with_events(connection, count=5)
    await tamper(owner_engine, alteration, case)
    async with transaction(app_engine, ENGINE) as connection:
        problems = await verify_log(connection)
    assert [(each.where, each.number) for each in problems] == [(case.case_no, first_wrong)]


async def test_a_case_rewritten_whole_is_found_by_the_daily_root(
    app_engine: AsyncEngine, owner_engine: AsyncEngine
) -> None:
    async with transaction(app_engine, ENGINE) as connection:
        case = await a_case_with_events(connection, count=2)
    await everything_settled(app_engine)
    async with transaction(app_engine, ENGINE) as connection:
        await make_daily_root(connection, day=date(2026, 3, 2))
    remade = "DELETE FROM case_event WHERE case_id = :id AND number = 2"
    await tamper(owner_engine, remade, case)
    async with owner_engine.begin() as connection:
        keep = text("""UPDATE matter_case SET event_count = 1,
            event_head = (SELECT hash FROM case_event WHERE case_id = :id) WHERE id = :id""")
        await connection.execute(keep, {"id": case.id})
    async with transaction(app_engine, ENGINE) as connection:
        assert [each.where for each in await verify_log(connection)] == ["2026-03-02"]


async def test_a_root_leaves_what_is_still_being_written_to_the_next(app_engine: AsyncEngine) -> None:
    async with transaction(app_engine, ENGINE) as connection:
        early = await a_case_with_events(connection, count=1)
    await everything_settled(app_engine)
    async with transaction(app_engine, ENGINE) as slow:
        await a_case_with_events(slow, count=1)
        async with transaction(app_engine, ENGINE) as connection:
            first = await make_daily_root(connection, day=date(2026, 3, 2))
    await everything_settled(app_engine)
    async with transaction(app_engine, ENGINE) as connection:
        second = await make_daily_root(connection, day=date(2026, 3, 3))
        again = await make_daily_root(connection, day=date(2026, 3, 3))
        assert await verify_log(connection) == []
    assert first is not None
    assert second is not None
    assert (first.cases, second.cases, again) == (1, 1, None)
    assert early.id


async def test_a_destroyed_key_ends_the_reading_but_not_the_verifying(app_engine: AsyncEngine) -> None:
    keys = get_settings().master_keys
    async with transaction(app_engine, ENGINE) as connection:
        case = await a_case_with_events(connection, count=3)
        box, wrapped = CaseBox.new(keys, case.id)
        await connection.execute(
            insert(CaseKey).values(case_id=case.id, wrapped=wrapped.wrapped, kid=wrapped.kid)
        )
        form = box.seal_form({"values": {"mother.name": "李小雨"}})
        await connection.execute(
            insert(CaseForm).values(case_id=case.id, version=1, ciphertext=form, created_at=AT)
        )
    async with transaction(app_engine, ENGINE) as connection:
        await connection.execute(text("DELETE FROM case_key"))
        assert await verify_log(connection) == []
    erased = CaseBox.of(keys, case.id, wrapped=None, kid=None)
    with pytest.raises(CaseErased):
        erased.open_form(form)
