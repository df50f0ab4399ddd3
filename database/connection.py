"""A connection whose plain `text()` statements go straight to the driver, several on one way if they can.

SQLAlchemy's asynchronous execution takes more than half of what a short statement costs the processor, its
transactions as much as three statements, and the way to the server and back most of the rest; an act or an
outcome has about ten of them. Its pool and statements built with its Core stay as they are, on the same
connection.

The driver is in autocommit: BEGIN is a statement like others, so that it can travel with the first one.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NoReturn, cast

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import CursorResult, Executable, TextClause, text
from sqlalchemy.dialects.postgresql.psycopg import dialect as psycopg_dialect
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncResult

from database.exchange import Answer, Driver, exchange

Parameters = Mapping[str, Any]
Statement = tuple[TextClause, Parameters]
NOTHING: Parameters = MappingProxyType({})

_DIALECT = psycopg_dialect(paramstyle="numeric_dollar")
_PROBE = text("SELECT 1")
_BEGIN = text("BEGIN")
_COMMIT = text("COMMIT")
_ROLLBACK = text("ROLLBACK")


class Rows(IteratorResult[Any]):
    """What SQLAlchemy gives too: `one`, `scalar_one`, rows with names."""

    def __init__(
        self, names: tuple[bytes | None, ...], rows: Sequence[tuple[Any, ...]], *, rowcount: int
    ) -> None:
        super().__init__(_metadata(names), iter(rows))
        self.rowcount = rowcount


class Connection(AsyncConnection):
    """Raises what SQLAlchemy raises."""

    role = ""  # in PostgreSQL, for what follows: with row-level security a plan is good for one role only
    _raw: Driver | None = None
    _ahead: tuple[Statement, ...] = ()
    _along: tuple[Statement, ...] = ()
    _known: tuple[tuple[Statement, Answer], ...] = ()
    _is_over = False  # the transaction has ended before its block

    async def __aenter__(self) -> "Connection":
        await super().__aenter__()
        return self

    @asynccontextmanager
    async def begin(self) -> AsyncIterator["Connection"]:  # pyright: ignore[reportIncompatibleMethodOverride]
        """One transaction: commits when the block ends, rolls back when it raises."""
        self.send_with_next(_BEGIN)
        try:
            yield self
        except BaseException:
            await self._roll_back()
            raise
        await self._commit()

    def send_with_next(self, statement: TextClause, parameters: Parameters = NOTHING) -> None:
        """A statement whose answer nobody needs: it goes to the server with the next one, or with the end."""
        self._ahead = (*self._ahead, (statement, parameters))

    def ask_along(self, *statements: Statement) -> None:
        """Reads that will be needed soon: they travel behind the next statements, so after a lock that these
        take, and `execute` has the answer then, once. Not for what this transaction changes in between."""
        self._along = (*self._along, *statements)

    async def execute(self, statement: Executable, parameters: Any = None, **more: Any) -> CursorResult[Any]:
        """A list of parameters is executed one after the other; it has no rows to give."""
        if not isinstance(statement, TextClause) or more:
            await self._send_ahead()
            return await super().execute(statement, parameters, **more)
        if isinstance(parameters, Sequence):
            each = [(statement, one) for one in cast(Sequence[Parameters], parameters)]
            done = await self.execute_together(*each)
            return _as_rows(Answer((), [], sum(one.rowcount for one in done)))
        asked = (statement, parameters or NOTHING)
        known = self._take_known(asked)
        return _as_rows(known) if known else (await self.execute_together(asked))[-1]

    async def execute_together(self, *statements: Statement) -> list[CursorResult[Any]]:
        """Statements that do not need each other's answers, on one way to the server and back.

        When one fails those after it are not executed."""
        assert not self._is_over, "a statement after the last one would be outside the transaction"
        ahead, self._ahead = self._ahead, ()
        along, self._along = self._along, ()
        sent = (*ahead, *statements, *along)
        try:
            plain = [_plain(*each) for each in sent]
            answers = await exchange(await self._driver(), plain, role=self.role)
        except psycopg.Error as error:
            await self._fail("; ".join(each.text for each, _ in statements), error)
        behind = len(ahead) + len(statements)
        self._known += tuple(zip(along, answers[behind:], strict=True))
        return [_as_rows(each) for each in answers[len(ahead) : behind]]

    async def execute_and_commit(self, *statements: Statement) -> list[CursorResult[Any]]:
        """The last statements of a transaction, which ends with them."""
        self._along = ()
        *done, _ = await self.execute_together(*statements, (_COMMIT, NOTHING))
        self._is_over = True
        return done

    async def close(self) -> None:
        """A line that was cut short (`exchange`) is thrown away, and one whose transaction has not ended: the
        pool gives them to others as they are."""
        if self._raw is not None and (self._raw.closed or not _is_idle(self._raw)):
            await self.invalidate()
        await super().close()

    async def stream(  # pyright: ignore[reportIncompatibleMethodOverride] - nobody enters it as a context
        self, statement: Executable, parameters: Any = None, **more: Any
    ) -> AsyncResult[Any]:
        await self._send_ahead()
        return await super().stream(statement, parameters, **more)

    def _take_known(self, asked: Statement) -> Answer | None:
        """The answer to what was asked along; what has not left yet need not leave twice."""
        if asked in self._along:
            self._along = tuple(each for each in self._along if each != asked)
        for number, (statement, answer) in enumerate(self._known):
            if statement == asked:
                self._known = self._known[:number] + self._known[number + 1 :]
                return answer
        return None

    async def _send_ahead(self) -> None:
        if self._ahead:
            await self.execute_together()

    async def _commit(self) -> None:
        """A transaction in which a statement has failed, or whose line is broken, cannot be committed,
        whatever the block made of it. Nothing is left to do after `execute_and_commit`."""
        self._along = self._known = ()
        if self._is_over:
            self._is_over = False
            return
        if self._raw is not None and self._raw.closed:
            raise _of_sqlalchemy(_COMMIT.text, psycopg.OperationalError("the line is broken"))
        if self._raw is not None and self._raw.pgconn.transaction_status == TransactionStatus.INERROR:
            await self._roll_back()
            failed = psycopg.errors.InFailedSqlTransaction("a statement of this transaction has failed")
            raise _of_sqlalchemy(_COMMIT.text, failed)
        await self.execute_together((_COMMIT, NOTHING))

    async def _roll_back(self) -> None:
        """Nothing to do when nothing was sent, and nothing to be done when the line is broken."""
        self._ahead, self._along, self._known, self._is_over = (), (), (), False
        if self._raw is None or self._raw.closed:
            return
        if not _is_idle(self._raw):
            await self.execute_together((_ROLLBACK, NOTHING))

    async def _driver(self) -> Driver:
        if self._raw is None:
            self._raw = cast(Driver, (await self.get_raw_connection()).driver_connection)
        return self._raw

    async def _fail(self, words: str, error: psycopg.Error) -> NoReturn:
        if self._raw is not None and self._raw.closed:
            # SQLAlchemy has to find out by itself that the line is broken: it then renews its whole pool.
            await super().execute(_PROBE)
        raise _of_sqlalchemy(words, error) from error


def _is_idle(driver: Driver) -> bool:
    return driver.pgconn.transaction_status == TransactionStatus.IDLE


def _of_sqlalchemy(words: str, error: psycopg.Error) -> BaseException:
    return DBAPIError.instance(words, None, error, psycopg.Error, hide_parameters=True, dialect=_DIALECT)


def _as_rows(answer: Answer) -> CursorResult[Any]:
    rowcount = -1 if answer.rowcount is None else answer.rowcount
    return cast(CursorResult[Any], Rows(answer.names, answer.rows, rowcount=rowcount))


def _plain(statement: TextClause, parameters: Parameters) -> tuple[bytes, list[Any]]:
    sql, names = _compiled(statement)
    return sql, _in_order(names, parameters)


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
