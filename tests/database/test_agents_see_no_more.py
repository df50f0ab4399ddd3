"""What PostgreSQL shows to an agent: the principal's cases of his matters, and after the end nothing."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from database.session import ENGINE, Identity, transaction
from engine.delete_person import delete_person
from engine.who import Who
from tests.database.rows import (
    PERSONAL_ROWS,
    XIHU,
    YUHANG,
    Case,
    count_rows,
    insert_all_rows_of,
    insert_case,
    insert_installation,
    insert_person,
)

OF_THE_CASE = ("matter_case", *PERSONAL_ROWS, "stored_file")
_INSERT = text("""
    INSERT INTO authorisation (id, principal, agent, matters, actions, begins_at, ends_at, assurance,
        ciphertext, granted_at, accepted_at)
    SELECT :id, :principal, :agent, CAST(:matters AS text[]), '{see,submit}',
        now() + clock_offset - interval '1 day', now() + clock_offset + interval '1 day', 'L2', '',
        now(), now() FROM installation
""")


@dataclass(frozen=True)
class World:
    """The mother's case, and what lets the agent act for her."""

    engine: AsyncEngine
    case: Case
    mother: UUID
    agent: UUID
    authorisation: UUID

    async def change(self, what: str, **values: object) -> None:
        async with transaction(self.engine, ENGINE) as connection:
            statement = text(f"UPDATE authorisation SET {what} WHERE id = :id")
            await connection.execute(statement, {"id": self.authorisation, **values})

    async def seen(self, *tables: str, by: UUID | None = None) -> set[int]:
        async with transaction(self.engine, Identity(person=by or self.agent)) as connection:
            return {await count_rows(connection, table) for table in tables}


@pytest.fixture
async def world(app_engine: AsyncEngine) -> World:
    authorisation = uuid4()
    async with transaction(app_engine, ENGINE) as connection:
        await insert_installation(connection)
        mother, agent = await insert_person(connection), await insert_person(connection)
        case = await insert_case(connection, applicant=mother)
        await insert_all_rows_of(connection, case)
        row = {"id": authorisation, "principal": mother, "agent": agent, "matters": ["library-card"]}
        await connection.execute(_INSERT, row)
    return World(app_engine, case, mother, agent, authorisation)


async def test_an_agent_sees_the_principals_case_and_who_she_is(world: World) -> None:
    assert await world.seen(*OF_THE_CASE) == {1}
    assert await world.seen("person", "person_key") == {2}
    async with transaction(world.engine, Identity(person=world.agent)) as connection:
        assert (await connection.execute(text("SELECT my_case_ids()"))).scalars().all() == [world.case.id]


@pytest.mark.parametrize(
    "what",
    [
        "ended_at = now()",
        "accepted_at = NULL",
        "matters = '{newborn}'",
        "agent = NULL",
        "ends_at = (SELECT now() + clock_offset - interval '1 minute' FROM installation)",
        "begins_at = (SELECT now() + clock_offset + interval '1 minute' FROM installation)",
    ],
)
async def test_once_it_holds_no_more_the_agent_sees_nothing(world: World, what: str) -> None:
    await world.change(what)
    assert await world.seen(*OF_THE_CASE) == {0}
    async with transaction(world.engine, Identity(person=world.agent)) as connection:
        assert (await connection.execute(text("SELECT my_case_ids()"))).all() == []


async def test_after_the_end_the_principals_own_row_is_hidden_from_him(world: World) -> None:
    await world.change("ended_at = now()")
    assert await world.seen("person", "person_key") == {1}


async def test_drafts_follow_the_matters_of_the_authorisation(world: World) -> None:
    insert = text("""
        INSERT INTO application (id, owner, matter, plan, ciphertext, wrapped_key, kid)
        SELECT :id, :owner, :matter, plan, '', '', 'k' FROM matter_case WHERE id = :case
    """)
    async with transaction(world.engine, ENGINE) as connection:
        for matter in ("library-card", "newborn"):
            row = {"id": uuid4(), "owner": world.mother, "matter": matter, "case": world.case.id}
            await connection.execute(insert, row)
    assert await world.seen("application") == {1}
    await world.change("matters = '{}'")
    assert await world.seen("application") == {2}
    await world.change("ended_at = now()")
    assert await world.seen("application") == {0}


async def test_messages_stay_the_principals(world: World) -> None:
    insert = text("""
        INSERT INTO message (id, person_id, effect_key, event, channel, template, language, ciphertext,
            created_at)
        VALUES (:id, :person, :key, 'x', 'box', 'x', 'zh', '', now())
    """)
    async with transaction(world.engine, ENGINE) as connection:
        await connection.execute(insert, {"id": uuid4(), "person": world.mother, "key": "k"})
    assert await world.seen("message") == {0}
    assert await world.seen("message", by=world.mother) == {1}


async def test_an_authorisation_is_seen_by_both_and_by_the_offices_of_its_case_only(world: World) -> None:
    stranger = uuid4()
    assert await world.seen("authorisation") == {1}
    assert await world.seen("authorisation", by=world.mother) == {1}
    assert await world.seen("authorisation", by=stranger) == {0}
    office = Identity(officer=uuid4(), staff_role="window", region=YUHANG)
    elsewhere = Identity(officer=uuid4(), staff_role="window", region=XIHU)
    async with transaction(world.engine, office) as connection:
        assert await count_rows(connection, "authorisation") == 0
    async with transaction(world.engine, ENGINE) as connection:
        statement = text("UPDATE matter_case SET authorisation = :id WHERE id = :case")
        await connection.execute(statement, {"id": world.authorisation, "case": world.case.id})
    for identity, sees in ((office, 1), (elsewhere, 0)):
        async with transaction(world.engine, identity) as connection:
            assert await count_rows(connection, "authorisation") == sees


async def test_a_consent_is_answered_for_the_principal_only_by_who_may_sign(world: World) -> None:
    async with transaction(world.engine, ENGINE) as connection:
        asker = await insert_person(connection)
        draft = uuid4()
        await connection.execute(
            text("""
                INSERT INTO application (id, owner, matter, plan, ciphertext, wrapped_key, kid)
                SELECT :id, :owner, 'library-card', plan, '', '', 'k' FROM matter_case WHERE id = :case
            """),
            {"id": draft, "owner": asker, "case": world.case.id},
        )
        await connection.execute(
            text("""
                INSERT INTO consent (id, application_id, code, subject, person_id, state, digest, asked_at,
                    expires_at)
                VALUES (:id, :draft, 'x', 'father', :person, 'asked', '', now(), now() + interval '1 day')
            """),
            {"id": uuid4(), "draft": draft, "person": world.mother},
        )
    assert await world.seen("consent") == {0}
    await world.change("actions = '{see,sign}'")
    assert await world.seen("consent") == {1}
    await world.change("matters = '{newborn}'")
    assert await world.seen("consent") == {0}


@pytest.mark.parametrize("who", ["mother", "agent"])
async def test_when_one_of_both_is_deleted_it_ends_and_names_nobody_any_more(world: World, who: str) -> None:
    person = world.mother if who == "mother" else world.agent
    async with transaction(world.engine, ENGINE) as connection:
        await connection.execute(text("UPDATE matter_case SET standing = 'completed'"))
        await connection.execute(
            text("UPDATE authorisation SET ciphertext = 'x', wrapped_key = 'k', kid = 'k', agent_hash = 'h'")
        )
        await delete_person(connection, person, by=Who("administrator", "9"))
    async with transaction(world.engine, ENGINE) as connection:
        row = (await connection.execute(text("SELECT * FROM authorisation"))).one()
    assert (row.ciphertext, row.wrapped_key, row.agent_hash) == (b"", None, None)
    assert row.ended_at is not None
    assert await world.seen(*OF_THE_CASE) == {0}
