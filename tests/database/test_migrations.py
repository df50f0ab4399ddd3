"""Migrations make exactly what the models say, and the database keeps what must never change."""

from datetime import date

import psycopg
import pytest
from alembic import command
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import NullPool

from database.migrate import alembic_config, migrate
from database.partitions import keep_partitions
from database.session import ENGINE, transaction
from tests.database.rows import insert_case, insert_installation, insert_person, insert_plan, log_events


async def test_the_migrations_and_the_models_agree(database) -> None:
    command.check(alembic_config(database.owner_url))


async def test_migrating_again_changes_nothing(database) -> None:
    migrate(database.owner_url)
    command.check(alembic_config(database.owner_url))


@pytest.fixture
async def written(app_engine: AsyncEngine) -> None:
    async with transaction(app_engine, ENGINE) as connection:
        await insert_installation(connection, is_local=False)
        await insert_plan(connection)
        case = await insert_case(connection, applicant=await insert_person(connection))
        await log_events(connection, case, count=2)


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("table", ["case_event", "plan", "daily_root", "access_log"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
async def test_log_and_plans_refuse_a_change_even_by_their_owner(
    owner_engine: AsyncEngine, app_engine: AsyncEngine, table: str, change: str
) -> None:
    column = {"case_event": "kind", "plan": "document", "daily_root": "cases", "access_log": "route"}[table]
    statement = text(change.format(table, column, column))
    with pytest.raises(DBAPIError) as refused:
        async with owner_engine.begin() as connection:
            await connection.execute(statement)
    assert isinstance(refused.value.orig, psycopg.errors.RestrictViolation)
    with pytest.raises(DBAPIError):
        async with transaction(app_engine, ENGINE) as connection:
            await connection.execute(statement)


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE installation SET clock_offset = interval '1 day'",
        "UPDATE installation SET is_local = true",
        "UPDATE installation SET id = 'other'",
        "INSERT INTO installation (id) VALUES ('second')",
    ],
)
async def test_a_real_installation_keeps_its_name_and_the_time(
    owner_engine: AsyncEngine, statement: str
) -> None:
    with pytest.raises(DBAPIError) as refused:
        async with owner_engine.begin() as connection:
            await connection.execute(text(statement))
    assert isinstance(refused.value.orig, psycopg.errors.RestrictViolation)


async def partitions(engine: AsyncEngine, table: str) -> list[str]:
    query = text("""
        SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = CAST(:name AS regclass) ORDER BY 1
    """)
    async with engine.connect() as connection:
        return list((await connection.execute(query, {"name": table})).scalars())


async def test_months_are_made_ahead_and_dropped_after_their_retention(
    app_engine: AsyncEngine, owner_engine: AsyncEngine
) -> None:
    async with transaction(app_engine, ENGINE) as connection:
        await keep_partitions(connection, today=date(2030, 11, 5))
        await keep_partitions(connection, today=date(2030, 11, 5))
    kept = [f"idempotency_key_p{month}" for month in ("203011", "203012", "203101", "203102")]
    assert await partitions(owner_engine, "idempotency_key") == [*kept, "idempotency_key_rest"]
    async with transaction(app_engine, ENGINE) as connection:
        await keep_partitions(connection, today=date(2031, 1, 5))
    made = await partitions(owner_engine, "idempotency_key")
    assert made[0] == "idempotency_key_p203012"
    assert len(made) == 6


async def test_a_row_without_a_month_is_kept_and_its_month_is_not_made(
    app_engine: AsyncEngine, owner_engine: AsyncEngine
) -> None:
    row = """INSERT INTO idempotency_key (actor, route, key, day, body_hash)
        VALUES ('a', 'r', 'k', '2040-02-03', '')"""
    async with transaction(app_engine, ENGINE) as connection:
        await connection.execute(text(row))
        await keep_partitions(connection, today=date(2040, 2, 3))
    made = await partitions(owner_engine, "idempotency_key")
    assert "idempotency_key_p204002" not in made
    assert "idempotency_key_p204003" in made


async def test_an_owner_who_is_no_superuser_can_migrate(database) -> None:
    """As in production. Where the cluster has the roles already, he must be their administrator."""
    name = f"{database.name}_owned"
    url = make_url(database.owner_url).set(username=name, password="pw", database=name)
    engine = create_engine(make_url(database.owner_url), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for statement in (
            f"CREATE ROLE {name} LOGIN NOSUPERUSER PASSWORD 'pw'",
            f"GRANT onematter_reader, onematter_engine TO {name} WITH ADMIN OPTION",
            f"CREATE DATABASE {name} OWNER {name}",
        ):
            connection.execute(text(statement))
        migrate(url.render_as_string(hide_password=False))
        command.check(alembic_config(url.render_as_string(hide_password=False)))
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        connection.execute(text(f"DROP ROLE {name}"))
    engine.dispose()
