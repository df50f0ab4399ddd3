"""Several statements on one way to the server and back, in the pipeline of libpq that psycopg wraps.

psycopg's own pipeline turns to the event loop after each statement and makes a cursor for it, which costs
the processor twice as much as this. Values go through psycopg's adapters as always, and errors are its own.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import psycopg
from psycopg import abc
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus
from psycopg.pq.abc import PGconn, PGresult

Driver = psycopg.AsyncConnection[tuple[Any, ...]]
Plain = tuple[bytes, Sequence[Any]]
"""A statement with $1, $2, … and their values."""

PREPARED_AT_MOST = 500  # by connection; what is asked beyond is planned each time

_GOOD = frozenset({ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK})
_Key = tuple[str, bytes, tuple[int, ...]]


class Answer(NamedTuple):
    """`rowcount` is None for a statement that has none."""

    names: tuple[bytes | None, ...]
    rows: list[tuple[Any, ...]]
    rowcount: int | None


@dataclass
class _Prepared:
    """The names of what a connection has prepared, by role, text and types of the values.

    With row-level security a plan is good for one role: under another one it would be made anew each time."""

    names: dict[_Key, bytes] = field(default_factory=dict[_Key, bytes])
    given: int = 0


_prepared: WeakKeyDictionary[Driver, _Prepared] = WeakKeyDictionary()


async def exchange(driver: Driver, statements: Sequence[Plain], *, role: str = "") -> list[Answer]:
    """`role`: under which they are executed. Raises the `psycopg.Error` of the first that fails; those after
    it are not executed then.

    When the way back is cut short (the task is cancelled, the line breaks), the connection is closed:
    nobody could tell any more whose answer comes next.
    """
    async with driver.lock:
        pgconn = driver.pgconn
        prepared = _prepared.setdefault(driver, _Prepared())
        transformer = Transformer(driver)
        # All values before anything is sent: one that cannot be written leaves the connection as it was.
        dumped = [_dump(transformer, values) for _, values in statements]
        try:
            pgconn.enter_pipeline_mode()
            new = [
                _send(pgconn, prepared, role, sql, *each)
                for (sql, _), each in zip(statements, dumped, strict=True)
            ]
            pgconn.pipeline_sync()
            results = iter(await _results(pgconn))
            pgconn.exit_pipeline_mode()
        except BaseException:
            pgconn.finish()
            raise
        return [_answer(transformer, prepared, key, results) for key in new]


_Dumped = tuple[Sequence[Any], tuple[int, ...], Sequence[Any] | None]


def _dump(transformer: abc.Transformer, values: Sequence[Any]) -> _Dumped:
    if not values:
        return (), (), None
    dumped = transformer.dump_sequence(values, [PyFormat.AUTO] * len(values))
    return dumped, transformer.types or (), transformer.formats


def _send(
    pgconn: PGconn,
    prepared: _Prepared,
    role: str,
    sql: bytes,
    values: Sequence[Any],
    types: tuple[int, ...],
    formats: Sequence[Any] | None,
) -> tuple[_Key, bytes] | None:
    """Queues one statement; gives key and name when it is prepared on the way."""
    key = (role, sql, types)
    name = prepared.names.get(key)
    if name is not None:
        pgconn.send_query_prepared(name, values, param_formats=formats)
        return None
    if prepared.given >= PREPARED_AT_MOST:
        pgconn.send_query_params(sql, values, param_types=types, param_formats=formats)
        return None
    prepared.given += 1
    name = b"om_%d" % prepared.given
    pgconn.send_prepare(name, sql, param_types=types)
    pgconn.send_query_prepared(name, values, param_formats=formats)
    return key, name


async def _results(pgconn: PGconn) -> list[PGresult]:
    """In the order in which they were asked for; those after a failure say that they were left out."""
    loop = asyncio.get_running_loop()
    socket, readable = pgconn.socket, asyncio.Event()
    results: list[PGresult] = []
    loop.add_reader(socket, readable.set)
    try:
        await _flush(pgconn, readable)
        while not _read(pgconn, results):
            await readable.wait()
            readable.clear()
            pgconn.consume_input()
        return results
    finally:
        loop.remove_reader(socket)


async def _flush(pgconn: PGconn, readable: asyncio.Event) -> None:
    """Sends what is queued. The server may have to get rid of answers before it takes more."""
    loop = asyncio.get_running_loop()
    while pgconn.flush():
        loop.add_writer(pgconn.socket, readable.set)
        try:
            await readable.wait()
            readable.clear()
        finally:
            loop.remove_writer(pgconn.socket)
        pgconn.consume_input()


def _read(pgconn: PGconn, results: list[PGresult]) -> bool:
    """Takes what has come; True when all has."""
    ended = False  # libpq says "nothing" once after each answer, and twice when it has no more for now
    while not pgconn.is_busy():
        result = pgconn.get_result()
        if result is None:
            if ended:
                break
            ended = True
            continue
        ended = False
        if result.status == ExecStatus.PIPELINE_SYNC:
            return True
        results.append(result)
    if pgconn.status == ConnStatus.BAD:
        raise error_from_result(results[-1]) if results else psycopg.OperationalError("the line is broken")
    return False


def _answer(
    transformer: abc.Transformer,
    prepared: _Prepared,
    new: tuple[_Key, bytes] | None,
    results: Iterator[PGresult],
) -> Answer:
    if new is not None:
        _demand_good(next(results))
        prepared.names[new[0]] = new[1]
    result = next(results)
    _demand_good(result)
    if not result.nfields:
        return Answer((), [], result.command_tuples)
    names = tuple([result.fname(number) for number in range(result.nfields)])
    transformer.set_pgresult(result)
    return Answer(names, transformer.load_rows(0, result.ntuples, tuple), result.command_tuples)


def _demand_good(result: PGresult) -> None:
    if result.status not in _GOOD:
        raise error_from_result(result)
