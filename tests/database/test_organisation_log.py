"""What was written of the organisation stays written, also for the owner of the database."""

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from database.session import ENGINE, transaction

_LINE = (
    "INSERT INTO organisation_change (register, key, act, reason, fields) VALUES ('a', 'b', 'c', 'd', '{}')"
)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE organisation_change SET reason = 'another'",
        "DELETE FROM organisation_change",
        "TRUNCATE organisation_change",
    ],
)
async def test_no_line_is_changed_or_taken_out(
    owner_engine: AsyncEngine, app_engine: AsyncEngine, change: str
) -> None:
    async with transaction(app_engine, ENGINE) as connection:
        await connection.execute(text(_LINE))
    with pytest.raises(DBAPIError) as refused:
        async with owner_engine.begin() as connection:
            await connection.execute(text(change))
    assert isinstance(refused.value.orig, psycopg.errors.RestrictViolation)
