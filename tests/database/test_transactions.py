"""What a transaction promises: one commit at its end, who it is for, legal time, and an honest 503."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from database.session import (
    ENGINE,
    Identity,
    NotInstalled,
    become_engine,
    legal_now,
    make_engine,
    transaction,
)
from refusals import Busy
from tests.database.rows import count_rows, insert_case, insert_installation, insert_person


async def test_what_raises_writes_nothing(app_engine: AsyncEngine) -> None:
    async def write_and_raise() -> None:
        async with transaction(app_engine, ENGINE) as connection:
            await insert_person(connection)
            raise KeyError

    with pytest.raises(KeyError):
        await write_and_raise()
    async with transaction(app_engine, ENGINE) as connection:
        assert await count_rows(connection, "person") == 0


async def test_an_act_is_authorised_as_reader_and_written_as_engine(app_engine: AsyncEngine) -> None:
    person = uuid4()
    async with transaction(app_engine, Identity(person=person)) as connection:
        become_engine(connection)
        await insert_person(connection)
    async with transaction(app_engine, Identity(person=person)) as connection:
        assert await count_rows(connection, "person") == 0


async def test_legal_time_is_the_databases_time_plus_the_offset(app_engine: AsyncEngine) -> None:
    async with transaction(app_engine, ENGINE) as connection:
        with pytest.raises(NotInstalled):
            await legal_now(connection)
        await insert_installation(connection)
        await connection.execute(text("UPDATE installation SET clock_offset = interval '3 days'"))
        real = (await connection.execute(text("SELECT now()"))).scalar_one()
        assert await legal_now(connection) - real == timedelta(days=3)


async def test_a_case_that_somebody_holds_is_busy_after_two_seconds(app_engine: AsyncEngine) -> None:
    async with transaction(app_engine, ENGINE) as connection:
        case = await insert_case(connection, applicant=await insert_person(connection))
    lock = text("SELECT id FROM matter_case WHERE id = :id FOR NO KEY UPDATE")
    async with transaction(app_engine, ENGINE) as holder:
        await holder.execute(lock, {"id": case.id})
        with pytest.raises(Busy) as busy:
            async with transaction(app_engine, ENGINE) as waiting:
                await waiting.execute(lock, {"id": case.id})
    assert busy.value.status == 503


async def test_a_database_that_is_away_is_busy() -> None:
    engine = make_engine("postgresql+psycopg://nobody:x@127.0.0.1:1/none?connect_timeout=2", pool_size=1)
    with pytest.raises(Busy):
        async with transaction(engine, ENGINE):
            raise AssertionError
    await engine.dispose()
