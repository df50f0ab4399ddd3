"""Plain statements go straight to the driver, and nobody who uses the connection notices."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import TextClause, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, InternalError, NoResultFound, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from database.connection import Connection
from database.session import make_engine
from database.tables.region import Region
from tests.conftest import Database


@pytest.fixture
async def engine(database: Database) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(database.owner_url, pool_size=2)
    yield engine
    await engine.dispose()


@pytest.fixture
async def connection(engine: AsyncEngine) -> AsyncIterator[Connection]:
    async with Connection(engine) as connection, connection.begin():
        yield connection


async def test_rows_have_names_and_places(connection: AsyncConnection) -> None:
    row = (await connection.execute(text("SELECT 1 AS one, 'zwei' AS two"))).one()
    assert (row.one, row.two) == (1, "zwei") == tuple(row)
    assert row._mapping == {"one": 1, "two": "zwei"}


async def test_the_ways_to_take_a_result_are_the_usual_ones(connection: AsyncConnection) -> None:
    numbers = text("SELECT n FROM generate_series(1, :most) n ORDER BY n")
    assert list((await connection.execute(numbers, {"most": 3})).scalars()) == [1, 2, 3]
    assert [row.n for row in await connection.execute(numbers, {"most": 2})] == [1, 2]
    assert (await connection.execute(numbers, {"most": 1})).scalar_one() == 1
    assert (await connection.execute(numbers, {"most": 0})).one_or_none() is None
    assert (await connection.scalar(numbers, {"most": 3})) == 1
    with pytest.raises(NoResultFound):
        (await connection.execute(numbers, {"most": 0})).one()


async def test_a_name_may_come_twice_and_a_percent_sign_is_only_a_sign(connection: AsyncConnection) -> None:
    statement = text("SELECT :a || :b || :a WHERE 'x%y' LIKE 'x%' AND :b <> '%(a)s'")
    assert (await connection.execute(statement, {"a": "1", "b": "2"})).scalar_one() == "121"


@pytest.mark.parametrize(
    "value", [uuid4(), datetime(2026, 1, 5, 9, 0, tzinfo=UTC), b"\x00\xff", ["a", "b"], 7, "字", None, True]
)
async def test_values_come_back_as_they_went(connection: Connection, value: object) -> None:
    types = {UUID: "uuid", datetime: "timestamptz", bytes: "bytea", list: "text[]", int: "int", bool: "bool"}
    kind = types.get(type(value), "text")
    found = await connection.execute(text(f"SELECT CAST(:value AS {kind}) AS value"), {"value": value})
    assert found.scalar_one() == value


async def test_json_comes_back_as_what_it_says(connection: AsyncConnection) -> None:
    statement = text("SELECT CAST(:doc AS jsonb)")
    assert (await connection.execute(statement, {"doc": '{"a": [1]}'})).scalar_one() == {"a": [1]}


async def test_a_list_of_parameters_is_executed_one_by_one(connection: AsyncConnection) -> None:
    await connection.execute(INSERT, [{"code": f"33010000000{n}"} for n in range(3)])
    assert (await connection.execute(text("UPDATE region SET name_zh = 'y'"))).rowcount == 3


async def test_statements_of_the_core_see_what_plain_ones_have_written(connection: AsyncConnection) -> None:
    await connection.execute(
        text("INSERT INTO region (code, name_zh, name_en, valid_from) VALUES ('1', 'x', 'x', '2025-01-01')")
    )
    assert (await connection.execute(select(Region.name_zh).where(Region.code == "1"))).scalar_one() == "x"


INSERT = text(
    "INSERT INTO region (code, name_zh, name_en, valid_from) VALUES (:code, 'x', 'x', '2025-01-01')"
)


async def test_problems_are_those_of_sqlalchemy_and_hold_no_values(engine: AsyncEngine) -> None:
    async def insert_twice() -> None:
        async with Connection(engine) as connection, connection.begin():
            await connection.execute(INSERT, {"code": "1"})
            await connection.execute(INSERT, {"code": "1"})

    with pytest.raises(IntegrityError) as problem:
        await insert_twice()
    assert isinstance(problem.value.orig, psycopg.errors.UniqueViolation)
    assert problem.value.params is None


async def test_a_transaction_in_which_a_statement_failed_never_looks_committed(engine: AsyncEngine) -> None:
    async def insert_twice_and_go_on() -> None:
        async with Connection(engine) as connection, connection.begin():
            await connection.execute(INSERT, {"code": "1"})
            with pytest.raises(IntegrityError):
                await connection.execute(INSERT, {"code": "1"})

    with pytest.raises(InternalError, match="a statement of this transaction has failed"):
        await insert_twice_and_go_on()
    async with Connection(engine) as connection:
        assert (await connection.execute(text("SELECT count(*) FROM region"))).scalar_one() == 0


async def test_statements_sent_together_answer_in_their_order(connection: Connection) -> None:
    connection.send_with_next(INSERT, {"code": "1"})
    first, second = await connection.execute_together(
        (text("SELECT count(*) FROM region"), {}), (text("SELECT :word AS word"), {"word": "字"})
    )
    assert (first.scalar_one(), second.one().word) == (1, "字")


async def test_what_comes_after_a_failure_is_not_executed(engine: AsyncEngine) -> None:
    async def insert_twice_together() -> None:
        async with Connection(engine) as connection, connection.begin():
            await connection.execute_together(
                (INSERT, {"code": "1"}), (INSERT, {"code": "1"}), (text("COMMIT"), {})
            )

    with pytest.raises(IntegrityError):
        await insert_twice_together()
    async with Connection(engine) as connection:
        assert (await connection.execute(text("SELECT count(*) FROM region"))).scalar_one() == 0


async def test_the_last_statement_ends_the_transaction(engine: AsyncEngine) -> None:
    async with Connection(engine) as connection, connection.begin():
        [done] = await connection.execute_and_commit((INSERT, {"code": "1"}))
        assert done.rowcount == 1
        async with Connection(engine) as other:
            assert (await other.execute(text("SELECT count(*) FROM region"))).scalar_one() == 1


async def test_nothing_is_executed_after_the_last_statement(engine: AsyncEngine) -> None:
    async with Connection(engine) as connection, connection.begin():
        await connection.execute_and_commit((INSERT, {"code": "1"}))
        with pytest.raises(AssertionError):
            await connection.execute(INSERT, {"code": "2"})


COUNT = text("SELECT count(*) FROM region WHERE code <> :code")


async def test_what_was_asked_along_is_as_it_was_behind_the_next_statements_once(engine: AsyncEngine) -> None:
    async with Connection(engine) as connection, connection.begin():
        asked = (COUNT, {"code": "0"})
        connection.ask_along(asked)
        await connection.execute(INSERT, {"code": "1"})
        await connection.execute(INSERT, {"code": "2"})
        assert (await connection.execute(*asked)).scalar_one() == 1
        assert (await connection.execute(*asked)).scalar_one() == 2


async def test_what_was_asked_along_answers_nothing_else(engine: AsyncEngine) -> None:
    async with Connection(engine) as connection, connection.begin():
        connection.ask_along((COUNT, {"code": "1"}))
        await connection.execute(INSERT, {"code": "1"})
        assert (await connection.execute(COUNT, {"code": "2"})).scalar_one() == 1
        assert (await connection.execute(COUNT, {"code": "1"})).scalar_one() == 0


async def test_what_was_asked_along_and_has_not_left_yet_is_asked_at_once(engine: AsyncEngine) -> None:
    async with Connection(engine) as connection, connection.begin():
        connection.ask_along((COUNT, {"code": "0"}))
        assert (await connection.execute(COUNT, {"code": "0"})).scalar_one() == 0
        await connection.execute(INSERT, {"code": "1"})
        assert (await connection.execute(COUNT, {"code": "0"})).scalar_one() == 1


async def test_what_was_asked_along_ends_with_its_transaction(engine: AsyncEngine) -> None:
    async with Connection(engine) as connection:
        async with connection.begin():
            connection.ask_along((COUNT, {"code": "0"}))
            await connection.execute(INSERT, {"code": "1"})
            connection.ask_along((COUNT, {"code": "1"}))
        async with connection.begin():
            await connection.execute(INSERT, {"code": "2"})
            assert (await connection.execute(COUNT, {"code": "0"})).scalar_one() == 2
            assert (await connection.execute(COUNT, {"code": "1"})).scalar_one() == 1


async def test_a_connection_whose_transaction_has_not_ended_is_given_to_nobody(database: Database) -> None:
    engine = make_engine(database.owner_url, pool_size=1)
    try:
        async with Connection(engine) as connection:
            await connection.execute(text("BEGIN"))
            await connection.execute(INSERT, {"code": "1"})
        async with Connection(engine) as connection:
            assert (await connection.execute(text("SELECT count(*) FROM region"))).scalar_one() == 0
    finally:
        await engine.dispose()


async def test_a_statement_that_no_other_follows_is_sent_with_the_end(engine: AsyncEngine) -> None:
    async with Connection(engine) as connection, connection.begin():
        connection.send_with_next(INSERT, {"code": "1"})
    async with Connection(engine) as connection:
        assert (await connection.execute(text("SELECT count(*) FROM region"))).scalar_one() == 1


async def test_a_transaction_whose_line_broke_never_looks_committed(engine: AsyncEngine) -> None:
    async def lose_the_line_and_go_on() -> None:
        async with Connection(engine) as connection, connection.begin():
            await connection.execute(INSERT, {"code": "1"})
            with pytest.raises(DBAPIError):
                await connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(OperationalError):
        await lose_the_line_and_go_on()


async def test_a_long_value_goes_there_and_back(connection: Connection) -> None:
    """More than the line takes at once, both ways at the same time."""
    long = "字" * 3_000_000
    both = text("SELECT CAST(:long AS text) AS long")
    answers = await connection.execute_together((both, {"long": long}), (both, {"long": long}))
    assert [each.scalar_one() == long for each in answers] == [True, True]


async def test_a_value_that_cannot_be_written_leaves_the_connection_as_it_was(connection: Connection) -> None:
    with pytest.raises(DBAPIError):
        await connection.execute(text("SELECT :thing"), {"thing": object()})
    assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1


async def test_a_task_that_is_cancelled_on_the_way_leaves_a_pool_that_works(
    engine: AsyncEngine, caplog: pytest.LogCaptureFixture
) -> None:
    async def sleep_long() -> None:
        async with Connection(engine) as connection, connection.begin():
            await connection.execute(text("SELECT pg_sleep(60)"))

    for _ in range(3):  # more often than the pool has connections
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(sleep_long(), 0.1)
    async with Connection(engine) as connection, connection.begin():
        assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1
    assert not caplog.records


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.booleans(),
            st.integers(-(2**63), 2**63 - 1),
            st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20),
            st.binary(max_size=20),
            st.uuids(),
        ),
        min_size=1,
        max_size=6,
    )
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sent_together_comes_back_each_to_its_own(
    database: Database, values: list[object]
) -> None:
    async def there_and_back() -> list[object]:
        engine = make_engine(database.owner_url, pool_size=1)
        async with Connection(engine) as connection, connection.begin():
            answers = await connection.execute_together(
                *((_as_it_is(each), {"value": each}) for each in values)
            )
        await engine.dispose()
        return [each.scalar_one() for each in answers]

    assert asyncio.run(there_and_back()) == values


def _as_it_is(value: object) -> TextClause:
    kinds = {bool: "bool", int: "bigint", str: "text", bytes: "bytea", UUID: "uuid"}
    return text(f"SELECT CAST(:value AS {kinds.get(type(value), 'text')})")


async def test_what_was_written_is_gone_when_the_block_fails(engine: AsyncEngine) -> None:
    async def write_and_fail() -> None:
        async with Connection(engine) as connection, connection.begin():
            await connection.execute(text("CREATE TABLE of_a_moment ()"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await write_and_fail()
    async with Connection(engine) as connection:
        assert (await connection.execute(text("SELECT to_regclass('of_a_moment')"))).scalar_one() is None


async def test_after_a_broken_line_every_connection_of_the_pool_is_a_new_one(engine: AsyncEngine) -> None:
    """As after a restart of the server: one act fails, the next ones do not."""
    backend = text("SELECT pg_backend_pid()")
    async with Connection(engine) as one, Connection(engine) as other:
        pids = [(await each.execute(backend)).scalar_one() for each in (one, other)]
    async with engine.connect() as ender:
        own = (await ender.execute(backend)).scalar_one()
        others = [pid for pid in pids if pid != own]
        await ender.execute(text("SELECT pg_terminate_backend(pid) FROM unnest(:pids) pid"), {"pids": others})
        with pytest.raises(DBAPIError):
            async with Connection(engine) as connection, connection.begin():
                await connection.execute(backend)
    for _ in range(3):
        async with Connection(engine) as connection, connection.begin():
            assert (await connection.execute(backend)).scalar_one() not in pids
