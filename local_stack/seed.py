"""What a new installation starts with: its name and the calendar; in the local stack a whole town as well.

Outside the local stack nothing that is there already is touched: it belongs to the administrators, and the
first of them says which regions and departments there are. In the local stack they come with the library,
what has changed in it is published anew at each start, and the personas exist.
"""

import asyncio
import secrets
import string
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from access.personas import PERSONAS, Persona
from clocks.published import load_published_days
from database.queries.person_rows import insert_person
from database.session import ENGINE, make_engine, transaction
from departments.registry import CONNECTORS
from engine.data_promises import take_over_promises
from engine.project_definitions import publish_project
from matter_definitions.language.organisation import RemedyModel
from matter_definitions.library_index import Library, built_in_library
from secrecy.keys import MasterKeys
from secrecy.lookup import number_hash
from settings import get_settings

IN_FORCE_SINCE = date(2025, 1, 1)
NAME_LENGTH = 8
APPLICANT = "applicant"

_INSTALL = text("""
    INSERT INTO installation (id, is_local)
    SELECT :id, :is_local WHERE NOT EXISTS (SELECT 1 FROM installation)
""")
_REGION = text("""
    INSERT INTO region (code, name_zh, name_en, parent, valid_from)
    VALUES (:code, :zh, :en, :parent, :since) ON CONFLICT DO NOTHING
""")
_DEPARTMENT = text("""
    INSERT INTO department (code, kind, region, name_zh, name_en, uscc)
    VALUES (:code, :kind, :region, :zh, :en, :uscc) ON CONFLICT DO NOTHING
""")
_RESPONSIBILITY = text("""
    INSERT INTO responsibility (item, region, department)
    VALUES (:item, :region, :department) ON CONFLICT DO NOTHING
""")
_REMEDY = text("""
    INSERT INTO remedy (region, department_kind, authority_zh, authority_en, court_zh, court_en, days, months)
    VALUES (:region, :kind, :authority_zh, :authority_en, :court_zh, :court_en, :days, :months)
    ON CONFLICT DO NOTHING
""")
_YEAR = text("INSERT INTO calendar_year (year, source) VALUES (:year, :source) ON CONFLICT DO NOTHING")
_DAY = text("""
    INSERT INTO work_calendar (day, year, kind, source) VALUES (:day, :year, :kind, :source)
    ON CONFLICT DO NOTHING
""")
_CONNECTOR = text("INSERT INTO connector (code) VALUES (:code) ON CONFLICT DO NOTHING")
_OFFICER = text("""
    INSERT INTO officer (id, subject, name, role, department, region, rank)
    VALUES (gen_random_uuid(), :subject, :name, :role, :department, :region, :rank)
    ON CONFLICT (subject) DO UPDATE
    SET name = excluded.name, role = excluded.role, department = excluded.department,
        region = excluded.region, rank = excluded.rank
""")
_IS_LOCAL = text("SELECT is_local FROM installation")
_SUBJECTS = text("SELECT subject FROM person WHERE subject IS NOT NULL")


class WrongInstallation(Exception):
    """The database belongs to a real installation and the settings say local, or the other way round."""


def seed(owner_url: str) -> None:
    """Run it after every migration; a second run changes nothing.

    Raises DefinitionRefused, and WrongInstallation before personas could enter a real installation.
    """
    settings = get_settings()
    work = _seed(owner_url, keys=settings.master_keys, is_local=settings.local)
    # In a thread of its own, so that it can also be called where an event loop is running.
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(asyncio.run, work).result()


async def _seed(owner_url: str, *, keys: MasterKeys, is_local: bool) -> None:
    engine = make_engine(owner_url, pool_size=1)
    try:
        async with transaction(engine, ENGINE) as connection:
            await _seed_installation(connection, is_local=is_local)
            await _seed_calendar(connection)
            await connection.execute(_CONNECTOR, [{"code": code} for code in CONNECTORS])
            # A real installation begins empty: whose regions and departments these are, its first
            # administrator says (`casework/organising`).
            if is_local:
                await _seed_organisation(connection, built_in_library())
                # Before what they do: a definition is refused where nobody of the rank that it asks for is.
                await _seed_personas(connection, keys)
                await publish_project(connection, since=IN_FORCE_SINCE)
                await take_over_promises(connection, built_in_library())
    finally:
        await engine.dispose()


async def _seed_installation(connection: AsyncConnection, *, is_local: bool) -> None:
    await connection.execute(_INSTALL, {"id": _new_name(), "is_local": is_local})
    if (await connection.execute(_IS_LOCAL)).scalar_one() != is_local:
        kind = "local" if is_local else "real"
        raise WrongInstallation(f"ONEMATTER_LOCAL says {kind}, but the database was not installed so")


async def _seed_organisation(connection: AsyncConnection, library: Library) -> None:
    regions = [
        {
            "code": one.code,
            "zh": one.title.zh,
            "en": one.title.en,
            "parent": one.parent,
            "since": IN_FORCE_SINCE,
        }
        for one in library.regions.values()
    ]
    departments = [
        {
            "code": one.code,
            "kind": one.kind,
            "region": one.region,
            "zh": one.title.zh,
            "en": one.title.en,
            "uscc": one.uscc,
        }
        for one in library.departments.values()
    ]
    responsibility = [
        {"item": one.item, "region": one.region, "department": one.department}
        for one in library.responsibility
    ]
    for statement, rows in (
        (_REGION, regions),
        (_DEPARTMENT, departments),
        (_RESPONSIBILITY, responsibility),
        (_REMEDY, [_remedy_row(*each) for each in library.remedies.items()]),
    ):
        if rows:
            await connection.execute(statement, rows)


def _remedy_row(key: tuple[str, str], one: RemedyModel) -> dict[str, str | int]:
    return {
        "region": key[0],
        "kind": key[1],
        "authority_zh": one.authority.zh,
        "authority_en": one.authority.en,
        "court_zh": one.court.zh,
        "court_en": one.court.en,
        "days": one.days,
        "months": one.months,
    }


async def _seed_calendar(connection: AsyncConnection) -> None:
    """Only whole years: in a year that administrators published, nothing is added."""
    days = load_published_days()
    for year in sorted({day.day.year for day in days}):
        of_year = [day for day in days if day.day.year == year]
        added = await connection.execute(_YEAR, {"year": year, "source": of_year[0].source})
        if added.rowcount:
            rows = [{"day": d.day, "year": year, "kind": d.kind, "source": d.source} for d in of_year]
            await connection.execute(_DAY, rows)


async def _seed_personas(connection: AsyncConnection, keys: MasterKeys) -> None:
    known = set((await connection.execute(_SUBJECTS)).scalars())
    for persona in PERSONAS:
        if persona.role != APPLICANT:
            await connection.execute(_OFFICER, _officer_row(persona))
        elif persona.uscc is None and persona.id not in known:  # a company comes with its first agent
            await insert_person(
                connection,
                keys,
                details={"name": persona.name, "number": persona.id_number, "phone": persona.phone},
                subject=persona.id,
                number_hash=number_hash(keys, persona.id_number or ""),
            )


def _officer_row(persona: Persona) -> dict[str, str | int | None]:
    return {
        "subject": persona.id,
        "name": persona.name,
        "role": persona.role,
        "department": persona.department,
        "region": persona.region,
        "rank": persona.rank,
    }


def _new_name() -> str:
    """Eight characters, a letter first: it becomes part of queue names and workflow ids."""
    rest = (secrets.choice(string.ascii_lowercase + string.digits) for _ in range(NAME_LENGTH - 1))
    return secrets.choice(string.ascii_lowercase) + "".join(rest)
