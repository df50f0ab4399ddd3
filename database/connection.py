"""A connection whose plain `text()` statements go straight to the driver, several on one way if they can.

SQLAlchemy's asynchronous execution takes more than half of what a short statement costs the processor
(280 microseconds against 140 on a busy machine), and the way to the server and back most of the rest; an act
or an outcome has about ten of them. Its pool, its transactions, and statements built with its Core stay as
they are, on the same connection.

The driver is in autocommit: BEGIN is a statement like others, so that it can travel with the first one.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NoReturn, cast

import psycopg
from sqlalchemy import CursorResult, Executable, TextClause, text
from sqlalchemy.dialects.postgresql.psycopg import dialect as psycopg_dialect
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncResult, AsyncTransaction

Driver = psycopg.AsyncConnection[tuple[Any, ...]]
Cursor = psycopg.AsyncRawCursor[tuple[Any, ...]]

# With numbered placeholders ($1) the driver does not have to read through the statement each time.
_DIALECT = psycopg_dialect(paramstyle="numeric_dollar")
_PROBE = text("SELECT 1")
_BEGIN = text("BEGIN")
_COMMIT = text("COMMIT")

Parameters = Mapping[str, Any]
Statement = tuple[TextClause, Parameters]
NOTHING: Parameters = MappingProxyType({})


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
    _ahead: tuple[Statement, ...] = ()

    def begin(self) -> AsyncTransaction:
        self.send_with_next(_BEGIN)
        return super().begin()

    def send_with_next(self, statement: TextClause, parameters: Parameters = NOTHING) -> None:
        """A statement whose answer nobody needs: it goes to the server together with the next one."""
        self._ahead = (*self._ahead, (statement, parameters))

    async def execute(self, statement: Executable, parameters: Any = None, **more: Any) -> CursorResult[Any]:
        """A list of parameters is executed one after the other; it has no rows to give."""
        if not isinstance(statement, TextClause) or more:
            await self._send_ahead()
            return await super().execute(statement, parameters, **more)
        if isinstance(parameters, Sequence):
            await self._send_ahead()
            return await self._execute_each(statement, cast(Sequence[Parameters], parameters))
        return (await self.execute_together((statement, parameters or NOTHING)))[-1]

    async def execute_together(self, *statements: Statement) -> list[CursorResult[Any]]:
        """Statements that do not need each other's answers, on one way to the server and back."""
        ahead, self._ahead = self._ahead, ()
        driver = await self._driver()
        sent = [*ahead, *statements]
        try:
            if len(sent) == 1:
                return [await _rows(await _execute(driver, *sent[0]))]
            async with driver.pipeline():
                cursors = [await _execute(driver, *each) for each in sent]
            return [await _rows(each) for each in cursors[len(ahead) :]]
        except psycopg.Error as error:
            await self._fail(statements[-1][0], error)

    async def execute_and_commit(
        self, statement: TextClause, parameters: Parameters = NOTHING
    ) -> CursorResult[Any]:
        """The last statement of a transaction. What commits afterwards finds nothing left to do."""
        return (await self.execute_together((statement, parameters), (_COMMIT, NOTHING)))[0]

    async def stream(  # pyright: ignore[reportIncompatibleMethodOverride] - nobody enters it as a context
        self, statement: Executable, parameters: Any = None, **more: Any
    ) -> AsyncResult[Any]:
        await self._send_ahead()
        return await super().stream(statement, parameters, **more)

    async def _execute_each(
        self, statement: TextClause, parameters: Sequence[Parameters]
    ) -> CursorResult[Any]:
        driver = await self._driver()
        sql, names = _compiled(statement)
        cursor = psycopg.AsyncRawCursor(driver)
        try:
            await cursor.executemany(sql, [_in_order(names, each) for each in parameters])
        except psycopg.Error as error:
            await self._fail(statement, error)
        return cast(CursorResult[Any], Rows((), (), rowcount=cursor.rowcount))

    async def _send_ahead(self) -> None:
        if self._ahead:
            await self.execute_together()

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


async def _execute(driver: Driver, statement: TextClause, parameters: Parameters) -> Cursor:
    sql, names = _compiled(statement)
    cursor = psycopg.AsyncRawCursor(driver)
    await cursor.execute(sql, _in_order(names, parameters))
    return cursor


async def _rows(cursor: Cursor) -> CursorResult[Any]:
    result = cursor.pgresult
    if result is None or result.nfields == 0:
        return cast(CursorResult[Any], Rows((), (), rowcount=cursor.rowcount))
    # Not `cursor.description`, which makes an object for each column at each call.
    names = tuple([result.fname(number) for number in range(result.nfields)])
    return cast(CursorResult[Any], Rows(names, await cursor.fetchall(), rowcount=cursor.rowcount))


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
