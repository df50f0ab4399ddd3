"""A connection whose plain `text()` statements go straight to the driver.

SQLAlchemy's asynchronous execution takes more than half of what a short statement costs the processor
(280 microseconds against 140 on a busy machine), and an act or an outcome has about ten of them. Its pool,
its transactions, and statements built with its Core stay as they are, on the same connection.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NoReturn, cast

import psycopg
from sqlalchemy import CursorResult, Executable, TextClause, text
from sqlalchemy.dialects.postgresql.psycopg import dialect as psycopg_dialect
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

Driver = psycopg.AsyncConnection[tuple[Any, ...]]

# With numbered placeholders ($1) the driver does not have to read through the statement each time.
_DIALECT = psycopg_dialect(paramstyle="numeric_dollar")
_PROBE = text("SELECT 1")


class Rows(IteratorResult[Any]):
    """What SQLAlchemy gives too: `one`, `scalar_one`, rows with names."""

    def __init__(
        self, names: tuple[bytes | None, ...], rows: Sequence[tuple[Any, ...]], *, rowcount: int
    ) -> None:
        super().__init__(_metadata(names), iter(rows))
        self.rowcount = rowcount


class Connection(AsyncConnection):
    """Raises what SQLAlchemy raises."""

    _raw: Driver | None = None

    async def execute(self, statement: Executable, parameters: Any = None, **more: Any) -> CursorResult[Any]:
        """A list of parameters is executed one after the other; it has no rows to give."""
        if not isinstance(statement, TextClause) or more:
            return await super().execute(statement, parameters, **more)
        driver = await self._driver()
        sql, names = _compiled(statement)
        cursor = psycopg.AsyncRawCursor(driver)
        try:
            if isinstance(parameters, Sequence):
                await cursor.executemany(sql, [_in_order(names, each) for each in parameters])
                return cast(CursorResult[Any], Rows((), (), rowcount=cursor.rowcount))
            await cursor.execute(sql, _in_order(names, parameters or {}))
            return cast(CursorResult[Any], await _rows(cursor))
        except psycopg.Error as error:
            await self._fail(statement, error)

    async def _driver(self) -> Driver:
        if self._raw is None:
            self._raw = cast(Driver, (await self.get_raw_connection()).driver_connection)
        return self._raw

    async def _fail(self, statement: TextClause, error: psycopg.Error) -> NoReturn:
        if self._raw is not None and self._raw.closed:
            # SQLAlchemy has to find out by itself that the line is broken: it then renews its whole pool.
            await super().execute(_PROBE)
        raise DBAPIError.instance(
            statement.text, None, error, psycopg.Error, hide_parameters=True, dialect=_DIALECT
        ) from error


async def _rows(cursor: psycopg.AsyncRawCursor[tuple[Any, ...]]) -> Rows:
    result = cursor.pgresult
    if result is None or result.nfields == 0:
        return Rows((), (), rowcount=cursor.rowcount)
    # Not `cursor.description`, which makes an object for each column at each call.
    names = tuple([result.fname(number) for number in range(result.nfields)])
    return Rows(names, await cursor.fetchall(), rowcount=cursor.rowcount)


def _in_order(names: tuple[str, ...], parameters: Mapping[str, Any]) -> list[Any]:
    return [parameters[name] for name in names]


@lru_cache(maxsize=2000)
def _compiled(statement: TextClause) -> tuple[bytes, tuple[str, ...]]:
    """The statement as the server reads it, and the names of $1, $2, …"""
    compiled = cast(Any, statement.compile(dialect=_DIALECT))
    return str(compiled).encode(), tuple(compiled.positiontup or ())


@lru_cache(maxsize=2000)
def _metadata(names: tuple[bytes | None, ...]) -> SimpleResultMetaData:
    return SimpleResultMetaData([(each or b"").decode() for each in names])
