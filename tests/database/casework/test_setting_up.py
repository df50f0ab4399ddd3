"""An empty installation is filled by tables, and its first matter is put in force: all by the same acts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from access.act import Act
from access.actor import Actor
from access.identity import identity_of
from casework.organising.checklist import read_checklist
from casework.organising.csv_table import write_table
from casework.organising.entries import dry_run, import_table
from casework.organising.first_matters import list_ready_matters, publish_ready_matter
from casework.organising.registers import REGISTERS, Cells
from casework.published_matters import list_matters
from database.session import ENGINE, transaction
from engine.context import EngineContext, open_context
from engine.publish import DefinitionRefused
from matter_definitions.library_index import built_in_library
from settings import get_settings
from tests.database.rows import insert_installation

ADMIN = Actor("administrator", "admin", officer_id=UUID(int=1), assurance="L2")
SINCE = "2025-01-01"
BIRTH = "birth-registration"


@asynccontextmanager
async def acting(context: EngineContext) -> AsyncIterator[Act]:
    async with transaction(context.database, identity_of(ADMIN)) as connection:
        yield Act(ADMIN, connection, context)


def tables() -> dict[str, list[Cells]]:
    """The town that comes with the project, as somebody would have it in a spreadsheet."""
    library = built_in_library()
    return {
        "regions": [
            {"code": each.code, "name_zh": each.title.zh, "name_en": each.title.en, "valid_from": SINCE}
            for each in library.regions.values()
        ],
        "departments": [
            {"code": each.code, "name_zh": each.title.zh, "name_en": each.title.en}
            for each in library.departments.values()
        ],
        "responsibility": [
            {"item": each.item, "region": each.region, "department": each.department}
            for each in library.responsibility
        ],
        "remedies": [
            {"region": each.region, "department_kind": each.department or "",
             "authority_zh": each.authority.zh, "authority_en": each.authority.en,
             "court_zh": each.court.zh, "court_en": each.court.en}
            for each in library.remedies.values()
        ],
    }  # fmt: skip


async def fill(context: EngineContext, register: str, rows: list[Cells]) -> None:
    table = write_table(REGISTERS[register], rows)
    async with acting(context) as act:
        seen = await dry_run(act, register, table)
        assert seen.problems == []
    async with acting(context) as act:
        done = await import_table(act, register, table, digest=seen.digest, reason="初始设置")
        assert done.new == len(rows)


async def test_tables_make_an_empty_installation_ready_for_its_first_matter(app_engine: AsyncEngine) -> None:
    context = open_context(app_engine, keys=get_settings().master_keys)
    async with transaction(app_engine, ENGINE) as connection:
        await insert_installation(connection)
    async with acting(context) as act:
        assert (await read_checklist(act)).next_step == "regions"

    rows = tables()
    lacking = [each for each in rows["responsibility"] if each["item"] == BIRTH][:1]
    rows["responsibility"] = [each for each in rows["responsibility"] if each not in lacking]
    for register in ("regions", "departments", "responsibility", "remedies"):
        await fill(context, register, rows[register])
    with pytest.raises(DefinitionRefused, match=BIRTH):  # an empty cell stops publishing
        async with acting(context) as act:
            await publish_ready_matter(act, "newborn")

    await fill(context, "responsibility", lacking)
    async with acting(context) as act:
        await publish_ready_matter(act, "newborn")
    async with acting(context) as act:
        ready = {each.code: each.published for each in await list_ready_matters(act)}
        assert [code for code, published in ready.items() if published] == ["newborn"]
        assert [each.code for each in await list_matters(act)] == ["newborn"]
        assert (await read_checklist(act)).next_step == "people"
    await context.notifier.finish()
