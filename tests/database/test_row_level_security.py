"""The second wall: what PostgreSQL itself shows to whom, whatever a query asks for."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from database.session import ENGINE, Identity, StaffRole, make_engine, transaction
from tests.database.rows import (
    HANGZHOU,
    PERSONAL_ROWS,
    POLICE,
    ROWS_OF_A_CASE,
    XIHU,
    YUHANG,
    Case,
    count_rows,
    insert_all_rows_of,
    insert_case,
    insert_person,
)

EVERYTHING = (*ROWS_OF_A_CASE, *PERSONAL_ROWS, "matter_case", "stored_file", "person", "person_key")


@dataclass(frozen=True)
class World:
    """One case of the police of Yuhang, with a row in every table; `mother` applied, `father` consented."""

    engine: AsyncEngine
    case: Case
    mother: UUID
    father: UUID
    stranger: UUID


@pytest.fixture
async def world(app_engine: AsyncEngine) -> World:
    async with transaction(app_engine, ENGINE) as connection:
        mother, father, stranger = [await insert_person(connection) for _ in range(3)]
        case = await insert_case(connection, applicant=mother, others=(father,))
        await insert_all_rows_of(connection, case)
    return World(app_engine, case, mother, father, stranger)


async def seen(world: World, identity: Identity, *tables: str) -> dict[str, int]:
    async with transaction(world.engine, identity) as connection:
        return {table: await count_rows(connection, table) for table in tables}


def staff(role: StaffRole, *, department: str | None = None, region: str | None = None) -> Identity:
    return Identity(officer=uuid4(), staff_role=role, department=department, region=region)


async def test_a_stranger_sees_nothing_but_himself(world: World) -> None:
    rows = await seen(world, Identity(person=world.stranger), *EVERYTHING)
    assert rows == dict.fromkeys(EVERYTHING, 0) | {"person": 1, "person_key": 1}


async def test_nobody_sees_nothing(world: World) -> None:
    assert await seen(world, Identity(), *EVERYTHING) == dict.fromkeys(EVERYTHING, 0)


async def test_an_applicant_and_a_consenting_parent_see_the_case_but_not_the_desk(world: World) -> None:
    for person in (world.mother, world.father):
        rows = await seen(world, Identity(person=person), *EVERYTHING)
        assert rows == dict.fromkeys(EVERYTHING, 1) | {"task": 0}


async def test_an_officer_of_a_taking_part_department_sees_the_case(world: World) -> None:
    rows = await seen(world, staff("officer", department=POLICE, region=YUHANG), *EVERYTHING)
    assert rows == dict.fromkeys(EVERYTHING, 1) | {"person": 2, "person_key": 2}


async def test_an_officer_of_another_department_or_region_sees_nothing(world: World) -> None:
    for department in ("tax@330110000000", "police@330106000000"):
        rows = await seen(world, staff("officer", department=department, region=YUHANG), *EVERYTHING)
        assert rows == dict.fromkeys(EVERYTHING, 0)


async def test_a_window_clerk_sees_the_cases_of_his_region_only(world: World) -> None:
    here = await seen(world, staff("window", region=YUHANG), "matter_case", "case_form", "task")
    there = await seen(world, staff("window", region=XIHU), "matter_case", "case_form", "task")
    assert (set(here.values()), set(there.values())) == ({1}, {0})


@pytest.mark.parametrize(
    ("region", "sees"),
    [(YUHANG, 1), (HANGZHOU, 1), ("330000000000", 1), (XIHU, 0), ("330200000000", 0), ("331000000000", 0)],
)
async def test_a_supervisor_sees_the_regions_inside_his_own(world: World, region: str, sees: int) -> None:
    tables = ("matter_case", "task", "incident", "case_form")
    assert await seen(world, staff("supervisor", region=region), *tables) == dict.fromkeys(tables, sees)


async def test_a_county_whose_code_ends_with_zero_is_not_its_neighbour(world: World) -> None:
    """330110 is Yuhang; stripping single zeros would make it 33011 and include 330111."""
    async with transaction(world.engine, ENGINE) as connection:
        await insert_case(
            connection, applicant=world.mother, region="330111000000", department="x@330111000000"
        )
    assert await seen(world, staff("supervisor", region=YUHANG), "matter_case") == {"matter_case": 1}


async def test_an_administrator_sees_cases_without_anything_personal(world: World) -> None:
    rows = await seen(world, staff("administrator", region=HANGZHOU), *EVERYTHING)
    personal = dict.fromkeys((*PERSONAL_ROWS, "stored_file", "person", "person_key"), 0)
    assert rows == dict.fromkeys(EVERYTHING, 1) | personal


async def test_one_pooled_connection_serves_two_people_without_mixing_them(world: World, database) -> None:
    engine = make_engine(database.app_url, pool_size=1)
    backends: list[int] = []
    for person, cases in ((world.mother, 1), (world.stranger, 0), (world.father, 1)):
        async with transaction(engine, Identity(person=person)) as connection:
            assert await count_rows(connection, "matter_case") == cases
            backends.append((await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one())
    async with engine.connect() as connection:
        query = text("SELECT current_user, current_setting('app.person', true)")
        assert tuple((await connection.execute(query)).one()) == ("onematter_app", "")
    await engine.dispose()
    assert len(set(backends)) == 1


async def test_without_a_transaction_for_somebody_the_application_may_read_nothing(world: World) -> None:
    async with world.engine.connect() as connection:
        with pytest.raises(DBAPIError) as refused:
            await count_rows(connection, "matter_case")
    assert isinstance(refused.value.orig, psycopg.errors.InsufficientPrivilege)


async def test_the_application_is_neither_superuser_nor_owner_nor_above_the_policies(world: World) -> None:
    query = text("""
        SELECT bool_or(rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb),
            (SELECT count(*) FROM pg_class c WHERE c.relowner IN (
                SELECT oid FROM pg_roles WHERE rolname LIKE 'onematter\\_%') AND c.relkind IN ('r', 'p'))
        FROM pg_roles WHERE rolname LIKE 'onematter\\_%'
    """)
    async with transaction(world.engine, ENGINE) as connection:
        assert tuple((await connection.execute(query)).one()) == (False, 0)


async def test_a_reader_writes_nothing_but_the_access_log(world: World) -> None:
    reader = Identity(person=world.mother)
    note = text(
        "INSERT INTO access_log (id, actor, actor_kind, purpose, route, case_id, person_id)"
        " VALUES (:id, 'x', 'officer', 'look', '/cases', :case_id, :person)"
    )
    async with transaction(world.engine, reader) as connection:
        await connection.execute(note, {"id": uuid4(), "case_id": world.case.id, "person": world.mother})
    for statement in (
        "UPDATE matter_case SET version = 2",
        "DELETE FROM case_form",
        "DELETE FROM access_log",
    ):
        with pytest.raises(DBAPIError):
            async with transaction(world.engine, reader) as connection:
                await connection.execute(text(statement))
    assert await seen(world, reader, "access_log") == {"access_log": 1}
    assert await seen(world, Identity(person=world.stranger), "access_log") == {"access_log": 0}


async def test_a_person_finds_all_his_cases_by_the_index_of_parties(world: World) -> None:
    async with transaction(world.engine, Identity(person=world.father)) as connection:
        mine = (await connection.execute(text("SELECT my_case_ids()"))).scalars().all()
    assert mine == [world.case.id]


async def test_every_table_is_either_open_by_decision_or_behind_policies(world: World) -> None:
    query = text("""
        SELECT relname FROM pg_class c WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relnamespace = 'public'::regnamespace AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
    """)
    without_people = {
        "alembic_version", "calendar_draft", "calendar_publication", "calendar_year", "daily_root",
        "definition", "department", "installation", "matter_in_force", "officer", "paper_template", "plan",
        "region", "regional_day", "responsibility", "retention", "work_calendar",
    }  # fmt: skip
    async with transaction(world.engine, ENGINE) as connection:
        assert set((await connection.execute(query)).scalars()) == without_people


async def objected(world: World, *, by: UUID) -> None:
    values = {"id": uuid4(), "case": world.case.id, "person": by}
    statement = text("""
        INSERT INTO objection (id, publicity_id, case_id, person_id, step, text_id, made_at)
        SELECT :id, p.id, :case, :person, 'x', :id, now() FROM publicity p WHERE p.case_id = :case
    """)
    async with transaction(world.engine, ENGINE) as connection:
        await connection.execute(statement, values)


async def test_what_is_published_is_for_everybody_and_an_objection_is_not_for_the_applicant(
    world: World,
) -> None:
    await objected(world, by=world.stranger)
    tables = ("publicity", "objection")
    assert await seen(world, Identity(), *tables) == {"publicity": 1, "objection": 0}
    assert await seen(world, Identity(person=world.mother), *tables) == {"publicity": 1, "objection": 0}
    assert await seen(world, Identity(person=world.stranger), *tables) == {"publicity": 1, "objection": 1}
    officer = staff("officer", department=POLICE, region=YUHANG)
    assert await seen(world, officer, *tables) == {"publicity": 1, "objection": 1}
    assert await seen(world, staff("administrator", region=HANGZHOU), "objection") == {"objection": 0}


async def test_a_flag_is_seen_by_its_person_and_by_who_works_on_his_cases(world: World) -> None:
    statement = text("""
        INSERT INTO person_flag (id, person_id, kind, case_id, item_key, commitment, reason, proposed_at)
        VALUES (:id, :person, 'false_promise', :case, 'card', 'lease', 'not_kept', now())
    """)
    values = {"id": uuid4(), "person": world.mother, "case": world.case.id}
    async with transaction(world.engine, ENGINE) as connection:
        await connection.execute(statement, values)
    for identity, sees in (
        (Identity(person=world.mother), 1),
        (Identity(person=world.stranger), 0),
        (staff("officer", department=POLICE, region=YUHANG), 1),
        (staff("officer", department="tax@330110000000", region=YUHANG), 0),
        (staff("administrator", region=HANGZHOU), 0),
    ):
        assert await seen(world, identity, "person_flag") == {"person_flag": sees}


async def test_consent_to_electronic_service_is_seen_by_its_person_alone(world: World) -> None:
    statement = text(
        "INSERT INTO service_consent (person_id, given, at, version) VALUES (:person, true, now(), '1')"
    )
    async with transaction(world.engine, ENGINE) as connection:
        await connection.execute(statement, {"person": world.mother})
    assert await seen(world, Identity(person=world.mother), "service_consent") == {"service_consent": 1}
    for other in (Identity(person=world.father), staff("officer", department=POLICE, region=YUHANG)):
        assert await seen(world, other, "service_consent") == {"service_consent": 0}


async def test_an_officer_sees_the_previews_of_tasks_that_are_his_departments(world: World) -> None:
    statement = text("""
        WITH someone AS (
            INSERT INTO officer (id, subject, name, role) VALUES (:id, :subject, 'x', 'officer') RETURNING id
        )
        INSERT INTO paper_preview (task_id, officer_id, digest, opened_at)
        SELECT t.id, someone.id, 'd', now() FROM task t, someone WHERE t.case_id = :case
    """)
    officer = uuid4()
    async with transaction(world.engine, ENGINE) as connection:
        await connection.execute(statement, {"id": officer, "subject": str(officer), "case": world.case.id})
    for identity, sees in (
        (staff("officer", department=POLICE, region=YUHANG), 1),
        (staff("officer", department="tax@330110000000", region=YUHANG), 0),
        (Identity(person=world.mother), 0),
    ):
        assert await seen(world, identity, "paper_preview") == {"paper_preview": sees}
