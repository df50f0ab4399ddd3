"""Drafts, consents, uploads and messages belong to one person, whoever else works here."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from database.session import ENGINE, Identity, transaction
from database.tables.application import Application
from database.tables.application_material import ApplicationMaterial
from database.tables.consent import Consent
from database.tables.message import Message
from database.tables.stored_file import StoredFile
from tests.database.rows import AT, HANGZHOU, PLAN, POLICE, YUHANG, count_rows, insert_person, insert_plan

PRIVATE = ("application", "application_material", "stored_file", "message", "consent")


@pytest.fixture
async def people(app_engine: AsyncEngine) -> tuple[UUID, UUID]:
    """The mother, who has a draft with everything, and the father, who is asked for his consent."""
    async with transaction(app_engine, ENGINE) as connection:
        mother, father = await insert_person(connection), await insert_person(connection)
        await insert_draft(connection, mother=mother, father=father)
    return mother, father


async def insert_draft(connection: AsyncConnection, *, mother: UUID, father: UUID) -> None:
    await insert_plan(connection)
    draft, file = uuid4(), uuid4()
    rows = {
        Application: {"id": draft, "owner": mother, "matter": "newborn", "plan": PLAN, "ciphertext": b"",
                      "wrapped_key": b"", "kid": "k"},
        ApplicationMaterial: {"application_id": draft, "material": "photo", "file_id": file},
        StoredFile: {"id": file, "owner": mother, "sha256": "", "size": 1, "media_type": "image/png",
                     "name": b"", "storage_key": "aa"},
        Consent: {"application_id": draft, "code": "father", "subject": "father", "person_id": father,
                  "digest": b"", "asked_at": AT, "expires_at": AT},
        Message: {"person_id": mother, "effect_key": "m", "event": "e", "channel": "box", "template": "t",
                  "language": "zh", "ciphertext": b"", "created_at": AT},
    }  # fmt: skip
    for table, row in rows.items():
        await connection.execute(insert(table).values(row))


async def test_the_owner_sees_her_draft(app_engine: AsyncEngine, people: tuple[UUID, UUID]) -> None:
    async with transaction(app_engine, Identity(person=people[0])) as connection:
        assert [await count_rows(connection, table) for table in PRIVATE] == [1] * len(PRIVATE)


async def test_who_is_asked_for_consent_sees_the_question_only(
    app_engine: AsyncEngine, people: tuple[UUID, UUID]
) -> None:
    async with transaction(app_engine, Identity(person=people[1])) as connection:
        assert [await count_rows(connection, table) for table in PRIVATE] == [0, 0, 0, 0, 1]
        assert (await connection.execute(select(Consent.code))).scalars().all() == ["father"]


@pytest.mark.usefixtures("people")
async def test_no_office_sees_a_draft(app_engine: AsyncEngine) -> None:
    offices = (
        Identity(staff_role="officer", department=POLICE, region=YUHANG),
        Identity(staff_role="window", region=YUHANG),
        Identity(staff_role="supervisor", region=HANGZHOU),
        Identity(staff_role="administrator", region=HANGZHOU),
    )
    for office in offices:
        async with transaction(app_engine, office) as connection:
            assert [await count_rows(connection, table) for table in PRIVATE] == [0] * len(PRIVATE)
