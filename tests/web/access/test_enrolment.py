"""The first sign-in: one person is one row, whoever named her first."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from access.actor import Actor, Level
from access.enrolment import NumberHasAnotherLogin, SignedInPerson, enrol, person_from_claims
from access.tokens import TokenClaims
from database.queries.person_rows import find_person_details, insert_person
from database.session import ENGINE, make_engine, transaction
from secrecy.lookup import number_hash
from settings import get_settings
from tests.conftest import Database
from tests.web.access.conftest import install

NUMBER = "330110199001010011"
KEYS = get_settings().master_keys


@pytest.fixture
async def engine(database: Database) -> AsyncIterator[AsyncEngine]:
    install(database)
    engine = make_engine(database.app_url)
    yield engine
    await engine.dispose()


async def sign_in(
    engine: AsyncEngine, subject: str, *, number: str | None = NUMBER, level: Level = "L2"
) -> Actor:
    person = SignedInPerson(subject=subject, level=level, name="测试", number=number)
    async with transaction(engine, ENGINE) as connection:
        return await enrol(connection, person, master_keys=KEYS)


async def test_who_comes_first_gets_a_row_and_keeps_it(engine: AsyncEngine) -> None:
    first = await sign_in(engine, "somebody")
    assert (first.kind, first.assurance) == ("applicant", "L2")
    assert (await sign_in(engine, "somebody")).person_id == first.person_id


async def test_ten_tabs_at_once_make_one_row(engine: AsyncEngine) -> None:
    actors = await asyncio.gather(*(sign_in(engine, "somebody") for _ in range(10)))
    assert len({actor.person_id for actor in actors}) == 1


async def test_a_person_known_by_number_before_her_first_sign_in_gets_that_row(engine: AsyncEngine) -> None:
    async with transaction(engine, ENGINE) as connection:
        known = await insert_person(
            connection, KEYS, details={"name": "测试"}, number_hash=number_hash(KEYS, NUMBER)
        )
    assert (await sign_in(engine, "somebody")).person_id == known


async def test_a_number_belongs_to_one_login(engine: AsyncEngine) -> None:
    await sign_in(engine, "somebody")
    with pytest.raises(NumberHasAnotherLogin):
        await sign_in(engine, "somebody-else")


async def test_without_a_number_everybody_is_a_person_of_her_own(engine: AsyncEngine) -> None:
    one = await sign_in(engine, "one", number=None)
    two = await sign_in(engine, "two", number=None)
    assert one.person_id != two.person_id


async def test_a_consent_that_waited_for_a_number_becomes_the_persons(engine: AsyncEngine) -> None:
    owner = (await sign_in(engine, "owner", number=None)).person_id
    assert owner is not None
    consent = await ask_for_consent(engine, owner)
    asked = await sign_in(engine, "asked")
    async with transaction(engine, ENGINE) as connection:
        found = await connection.scalar(text("SELECT person_id FROM consent WHERE id = :id"), {"id": consent})
    assert found == asked.person_id


async def test_staff_sign_in_as_what_our_record_says(engine: AsyncEngine) -> None:
    actor = await sign_in(engine, "officer-police", number=None)
    assert (actor.kind, actor.department, actor.person_id) == ("officer", "police@330110000000", None)


async def test_what_a_real_provider_claims_is_kept_encrypted_and_can_be_read_again(
    engine: AsyncEngine,
) -> None:
    claims = {"name": "测试", "id_number": NUMBER, "phone_number": "+8613800138000"}
    person = person_from_claims(
        TokenClaims(issuer="https://id.example", subject="s1", level="L3", claims=claims), local=False
    )
    async with transaction(engine, ENGINE) as connection:
        actor = await enrol(connection, person, master_keys=KEYS)
        assert actor.person_id is not None
        details = await find_person_details(connection, KEYS, person=actor.person_id)
    assert details == {"name": "测试", "number": NUMBER, "phone": "+8613800138000"}


def test_a_persona_of_the_local_stack_is_nobody_elsewhere() -> None:
    claims = TokenClaims(issuer="https://id.example", subject="mother", level="L3", claims={"name": "另一位"})
    assert person_from_claims(claims, local=False).name == "另一位"
    assert person_from_claims(claims, local=False).number is None
    assert person_from_claims(claims, local=True).number is not None


async def ask_for_consent(engine: AsyncEngine, owner: UUID) -> UUID:
    application, consent = uuid4(), uuid4()
    async with transaction(engine, ENGINE) as connection:
        await connection.execute(
            text("INSERT INTO plan (name, document, matter, format) VALUES ('p', '{}', 'm', 1)")
        )
        await connection.execute(
            text(
                "INSERT INTO application (id, owner, matter, plan, ciphertext, wrapped_key, kid)"
                " VALUES (:id, :owner, 'm', 'p', '', '', 'test-1')"
            ),
            {"id": application, "owner": owner},
        )
        await connection.execute(
            text(
                "INSERT INTO consent (id, application_id, code, subject, number_hash, digest, token_hash,"
                " asked_at, expires_at) VALUES (:id, :application, 'father', 'father', :hash, '', :token,"
                " now(), now() + interval '7 days')"
            ),
            {"id": consent, "application": application, "hash": number_hash(KEYS, NUMBER), "token": b"t"},
        )
    return consent


async def test_a_weak_login_binds_no_number_and_takes_no_consent(engine: AsyncEngine) -> None:
    owner = (await sign_in(engine, "owner", number=None)).person_id
    assert owner is not None
    consent = await ask_for_consent(engine, owner)

    weak = await sign_in(engine, "somebody", level="L1")
    assert await consent_of(engine, consent) is None

    # Who proves it later has not lost it to whoever only claimed it.
    strong = await sign_in(engine, "she-herself")
    assert strong.person_id != weak.person_id
    assert await consent_of(engine, consent) == strong.person_id
    with pytest.raises(NumberHasAnotherLogin):
        await sign_in(engine, "somebody")


async def test_a_number_is_bound_by_the_first_strong_login_of_the_same_person(engine: AsyncEngine) -> None:
    weak = await sign_in(engine, "somebody", level="L1")
    strong = await sign_in(engine, "somebody")
    assert strong.person_id == weak.person_id
    async with transaction(engine, ENGINE) as connection:
        assert strong.person_id is not None
        details = await find_person_details(connection, KEYS, person=strong.person_id)
        bound = await connection.scalar(
            text("SELECT number_hash FROM person WHERE id = :id"), {"id": strong.person_id}
        )
    assert details is not None
    assert (details["number"], bytes(bound or b"")) == (NUMBER, number_hash(KEYS, NUMBER))


async def consent_of(engine: AsyncEngine, consent: UUID) -> UUID | None:
    async with transaction(engine, ENGINE) as connection:
        return await connection.scalar(text("SELECT person_id FROM consent WHERE id = :id"), {"id": consent})
