"""What a new installation starts with, and what a second start leaves alone."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from access.people import find_actor_of
from access.personas import PERSONAS
from database.queries.person_rows import find_person_details
from database.queries.plans_in_force import find_plan_in_force, list_plans_in_force
from database.session import ENGINE, make_engine, transaction
from engine.project_definitions import publish_files
from engine.publish import DefinitionRefused, publish_plan
from local_stack.seed import WrongInstallation, seed
from matter_definitions.library_index import BUILT_IN, built_in_library
from secrecy.lookup import number_hash
from settings import get_settings
from tests.conftest import Database
from tests.database.rows import count_rows, insert_installation
from tests.unit.matter_definitions.plans import item, step
from tests.unit.matter_definitions.plans import plan as plan_of_items

A_DAY = date(2026, 3, 2)


TABLES = (
    "installation", "definition", "definition_event", "plan", "matter_in_force", "region", "department",
    "responsibility", "calendar_year", "work_calendar", "connector", "officer", "person",
)  # fmt: skip


@pytest.fixture
async def seeded_engine(seeded_database: Database) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(seeded_database.app_url, pool_size=2)
    yield engine
    await engine.dispose()


async def what_is_there(engine: AsyncEngine) -> dict[str, Any]:
    async with transaction(engine, ENGINE) as connection:
        rows: dict[str, Any] = {table: await count_rows(connection, table) for table in TABLES}
        name = (await connection.execute(text("SELECT id FROM installation"))).scalar_one()
    return rows | {"name": name}


async def test_a_second_seed_changes_nothing(seeded_database: Database, seeded_engine: AsyncEngine) -> None:
    before = await what_is_there(seeded_engine)
    seed(seeded_database.owner_url)

    assert await what_is_there(seeded_engine) == before
    agents = [each for each in PERSONAS if each.uscc is not None]
    assert before["officer"] + before["person"] == len(PERSONAS) - len(agents)
    assert before["calendar_year"] >= 2
    assert before["matter_in_force"] == before["plan"] == len(built_in_library().matters)


async def test_a_file_that_has_changed_is_a_new_version_at_the_next_start(
    seeded_database: Database, seeded_engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what administrators have published meanwhile of other definitions stays."""
    changed = BUILT_IN / "items" / "health" / "birth-certificate.yaml"
    read = Path.read_text

    def read_text(self: Path, *said: Any, **more: Any) -> str:
        return read(self, *said, **more) + ("# from next year\n" if self == changed else "")

    monkeypatch.setattr(Path, "read_text", read_text)
    seed(seeded_database.owner_url)

    query = text("SELECT kind, code, state FROM definition WHERE version = 2")
    async with transaction(seeded_engine, ENGINE) as connection:
        assert (await connection.execute(query)).all() == [("item", "birth-certificate", "published")]


async def test_personas_never_enter_a_real_installation(database, app_engine: AsyncEngine) -> None:
    async with transaction(app_engine, ENGINE) as connection:
        await insert_installation(connection, is_local=False)
    with pytest.raises(WrongInstallation):
        seed(database.owner_url)
    async with transaction(app_engine, ENGINE) as connection:
        assert await count_rows(connection, "officer") == 0


async def test_a_definition_with_an_error_is_not_put_in_force(
    seeded_database: Database, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("matter: broken\n", encoding="utf-8")
    with pytest.raises(DefinitionRefused, match=r"broken\.yaml:\d+: "):
        await asyncio.to_thread(publish_files, seeded_database.owner_url, [broken])


async def test_an_applicant_persona_is_found_by_her_number_and_read_with_her_key(
    seeded_engine: AsyncEngine,
) -> None:
    keys = get_settings().master_keys
    mother = next(each for each in PERSONAS if each.id == "mother")
    async with transaction(seeded_engine, ENGINE) as connection:
        query = text("SELECT id FROM person WHERE number_hash = :hash")
        person = (
            await connection.execute(query, {"hash": number_hash(keys, mother.id_number or "")})
        ).scalar_one()
        details = await find_person_details(connection, keys, person=person)
    assert details == {"name": mother.name, "number": mother.id_number, "phone": mother.phone}


async def test_the_superior_of_a_department_signs_in_with_his_rank(
    seeded_engine: AsyncEngine,
) -> None:
    async with transaction(seeded_engine, ENGINE) as connection:
        superior = await find_actor_of(connection, "officer-police-superior")
        officer = await find_actor_of(connection, "officer-police")
    assert superior is not None
    assert officer is not None
    assert superior.department == officer.department
    assert (superior.rank, officer.rank) == (2, 1)


async def test_the_latest_word_that_reaches_a_place_gives_the_plan(
    app_engine: AsyncEngine,
) -> None:
    plan = plan_of_items(item("card", step("make")))
    of_the_province = plan_of_items(item("card", step("print")))
    async with transaction(app_engine, ENGINE) as connection:
        everywhere = await publish_plan(connection, plan, effective_from=date(2025, 1, 1))
        assert await publish_plan(connection, plan, effective_from=date(2025, 1, 1)) == everywhere
        zhejiang = await publish_plan(
            connection, of_the_province, effective_from=date(2026, 1, 1), region="33"
        )

        async def plan_of(place: str, day: date) -> str | None:
            found = await find_plan_in_force(connection, matter=plan.matter, day=day, place=place)
            return found and found.plan

        assert await plan_of("330110000000", A_DAY) == zhejiang
        assert await plan_of("330110000000", date(2025, 6, 1)) == everywhere
        assert await plan_of("110101000000", A_DAY) == everywhere
        assert await plan_of("", date(2024, 12, 31)) is None
        assert [each.plan for each in await list_plans_in_force(connection, day=A_DAY)] == [everywhere]
        assert await count_rows(connection, "plan") == 2


async def test_a_real_installation_begins_with_a_calendar_and_without_a_town(
    database, app_engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEMATTER_LOCAL", "false")
    get_settings.cache_clear()
    try:
        seed(database.owner_url)
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()
    async with transaction(app_engine, ENGINE) as connection:
        for table in ("region", "department", "responsibility", "remedy", "officer", "matter_in_force"):
            assert await count_rows(connection, table) == 0, table
        assert await count_rows(connection, "calendar_year") >= 2
