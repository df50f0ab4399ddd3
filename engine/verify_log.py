"""Verifying the log: every event of every case, the heads that the cases keep, and the daily roots."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from database.session import ENGINE, make_engine, transaction
from engine.chain import hash_of
from engine.daily_roots import root_of

# Cases in the order of their keys, each with its events in order; a case without events is one row.
_EVENTS = """
    SELECT c.id AS case_id, c.case_no, c.event_count, c.event_head, e.number, e.at, e.kind, e.actor,
        e.actor_kind, e.item_key, e.step, e.data, e.hash
    FROM matter_case c LEFT JOIN case_event e ON e.case_id = c.id {where}
    ORDER BY c.id, e.number
"""
_ALL = text(_EVENTS.format(where=""))
_ONE = text(_EVENTS.format(where="WHERE c.case_no = :case_no"))
_ROOTS = text("SELECT day, root, previous, horizon, cases FROM daily_root ORDER BY day")


@dataclass(frozen=True, slots=True)
class LogProblem:
    """The first thing that is wrong in one case (`number`: of the event) or in one daily root."""

    where: str
    number: int | None
    zh: str
    en: str

    def __str__(self) -> str:
        place = self.where if self.number is None else f"{self.where} #{self.number}"
        return f"{place}: {self.en} / {self.zh}"


def verify(url: str, *, case_no: str | None = None) -> list[LogProblem]:
    """For the command line: the problems of one case, or of the whole log and its roots."""
    return asyncio.run(_verify(url, case_no=case_no))


async def verify_log(connection: AsyncConnection, *, case_no: str | None = None) -> list[LogProblem]:
    """The first problem of each case, then of the daily roots (these not for one case). As the engine."""
    problems = [problem async for problem in _case_problems(connection, case_no=case_no)]
    if case_no is None:
        problems += await _root_problems(connection)
    return problems


async def _verify(url: str, *, case_no: str | None) -> list[LogProblem]:
    engine = make_engine(url, pool_size=1)
    try:
        async with transaction(engine, ENGINE) as connection:
            return await verify_log(connection, case_no=case_no)
    finally:
        await engine.dispose()


async def _case_problems(connection: AsyncConnection, *, case_no: str | None) -> AsyncIterator[LogProblem]:
    found = False
    async for rows in _by_case(connection, case_no=case_no):
        found = True
        problem = problem_of(rows)
        if problem is not None:
            yield problem
    if case_no is not None and not found:
        yield LogProblem(case_no, None, "没有这个办件", "there is no such case")


async def _by_case(
    connection: AsyncConnection, *, case_no: str | None
) -> AsyncIterator[Sequence[Row[tuple[object, ...]]]]:
    statement, values = (_ALL, {}) if case_no is None else (_ONE, {"case_no": case_no})
    rows: list[Row[tuple[object, ...]]] = []
    async for row in await connection.stream(statement, values):
        if rows and row.case_id != rows[-1].case_id:
            yield rows
            rows = []
        rows.append(row)
    if rows:
        yield rows


def problem_of(rows: Sequence[Row[tuple[object, ...]]]) -> LogProblem | None:
    """The first problem of one case: `rows` are its events in order, each with the case's count and head."""
    case = rows[0]
    events = [row for row in rows if row.number is not None]
    head: bytes | None = None
    for number, event in enumerate(events, start=1):
        if event.number != number:
            return LogProblem(case.case_no, number, "此条记录缺失", "this event is missing")
        head_before, head = head, event.hash
        if hash_of(event._asdict(), case_id=case.case_id, previous=head_before) != head:
            words = "此条记录被改动，或与上一条不衔接"
            return LogProblem(case.case_no, number, words, "altered, or does not follow from the one before")
    if len(events) != case.event_count or head != case.event_head:
        last = max(len(events), case.event_count)
        return LogProblem(
            case.case_no, last, "末尾的记录被改动或删除", "the end of the log was altered or cut off"
        )
    return None


async def _root_problems(connection: AsyncConnection) -> list[LogProblem]:
    """Only the first: every root stands on the one before."""
    roots = (await connection.execute(_ROOTS)).all()
    for before, root in pairwise([None, *roots]):
        assert root is not None
        previous = None if before is None else before.root
        since = 0 if before is None else before.horizon
        is_linked = root.previous == previous
        made = await root_of(connection, previous=previous, since=since, horizon=root.horizon)
        if not is_linked or (made.root, made.cases) != (root.root, root.cases):
            words = "当日摘要与记录不符", "this day's root does not agree with the log"
            return [LogProblem(root.day.isoformat(), None, *words)]
    return []
