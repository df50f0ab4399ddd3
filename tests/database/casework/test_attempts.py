"""Tries are counted per hour of real time, also when many come at once."""

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from casework.attempts import count_attempt, forgive_attempt, seconds_left
from database.session import ENGINE, transaction

NOW = datetime(2026, 3, 2, 9, 59, 30, tzinfo=UTC)


async def test_each_try_of_an_hour_counts_and_the_next_hour_begins_anew(app_engine: AsyncEngine) -> None:
    async with transaction(app_engine, ENGINE) as connection:
        counts = [await count_attempt(connection, "key", now=NOW) for _ in range(3)]
        later = await count_attempt(connection, "key", now=NOW + timedelta(minutes=1))

    assert counts == [1, 2, 3]
    assert later == 1


async def test_a_try_that_was_right_does_not_count(app_engine: AsyncEngine) -> None:
    async with transaction(app_engine, ENGINE) as connection:
        await count_attempt(connection, "key", now=NOW)
        await forgive_attempt(connection, "key", now=NOW)

        assert await count_attempt(connection, "key", now=NOW) == 1


async def test_tries_at_the_same_moment_are_all_counted(app_engine: AsyncEngine) -> None:
    async def try_once() -> int:
        async with transaction(app_engine, ENGINE) as connection:
            return await count_attempt(connection, "key", now=NOW)

    counts = await asyncio.gather(*(try_once() for _ in range(8)))

    assert sorted(counts) == list(range(1, 9))


def test_the_wait_ends_with_the_hour() -> None:
    assert seconds_left(NOW) == 30
