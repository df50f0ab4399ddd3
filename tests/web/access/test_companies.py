"""A company is one row with one key, whoever signs in for it."""

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from access.actor import Actor
from access.enrolment import LoginTooWeak, SignedInPerson, enrol, person_from_claims, person_of_persona
from access.people import find_actor_of
from access.tokens import TokenClaims
from database.queries.person_rows import find_person_details
from database.session import ENGINE, transaction
from settings import get_settings
from tests.web.access.test_enrolment import engine

__all__ = ["engine"]

KEYS = get_settings().master_keys


async def sign_in(engine: AsyncEngine, person: SignedInPerson) -> Actor:
    async with transaction(engine, ENGINE) as connection:
        return await enrol(connection, person, master_keys=KEYS)


async def test_the_same_company_by_two_agents_is_one_row(engine: AsyncEngine) -> None:
    one, two = await asyncio.gather(
        *(
            sign_in(engine, person_of_persona(each, level="L3"))
            for each in ("company-agent", "company-agent-2")
        )
    )
    assert one.person_id == two.person_id
    assert one.subject != two.subject
    async with transaction(engine, ENGINE) as connection:
        assert await find_actor_of(connection, "company-agent-2") == Actor(
            "applicant", "company-agent-2", person_id=one.person_id
        )
        assert one.person_id is not None
        details = await find_person_details(connection, KEYS, person=one.person_id)
    assert details is not None
    assert (details["kind"], details["number"]) == ("company", "91330106MA0000015K")


async def test_a_weak_login_does_not_act_for_a_company(engine: AsyncEngine) -> None:
    with pytest.raises(LoginTooWeak):
        await sign_in(engine, person_of_persona("company-agent", level="L1"))


async def test_an_agent_who_signs_in_for_herself_is_herself_again(engine: AsyncEngine) -> None:
    def login(**more: str) -> SignedInPerson:
        claims = {"name": "测试", **more}
        return person_from_claims(TokenClaims("https://id.example", "s1", "L2", claims), local=False)

    company = await sign_in(engine, login(uscc="91330106MA0000015K"))
    herself = await sign_in(engine, login(id_number="330110199001010011", email="a@example.cn"))
    assert herself.person_id != company.person_id
    async with transaction(engine, ENGINE) as connection:
        found = await find_actor_of(connection, "s1")
        assert herself.person_id is not None
        details = await find_person_details(connection, KEYS, person=herself.person_id)
    assert found is not None
    assert found.person_id == herself.person_id
    assert details is not None
    assert details["email"] == "a@example.cn"
