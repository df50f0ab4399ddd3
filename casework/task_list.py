"""An officer's worklists: mine, my group's, and what I have done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select, tuple_

from access.act import Act
from access.actor import Actor
from access.policy import demand
from access.scope import tasks_for
from casework.cursors import After, moment_and_id
from casework.words import Language, state_words
from database.tables.task import Task

Queue = Literal["mine", "group", "done"]


@dataclass(frozen=True, slots=True)
class TaskLine:
    """`mine`: it stands on my own desk. Nothing personal: a list is seen in passing."""

    id: UUID
    version: int
    case_no: str
    matter: str
    item: str
    step: str
    kind: str
    title: str
    department: str
    region: str
    state: str
    state_words: str
    mine: bool
    taken: bool
    opened_at: datetime
    due_at: datetime | None
    light: str
    closed_at: datetime | None
    outcome: str | None


async def task_list(
    act: Act,
    *,
    queue: Queue | None = None,
    light: str | None = None,
    matter: str | None = None,
    q: str = "",
    limit: int,
    after: After = (),
    language: Language = "zh",
) -> list[TaskLine]:
    """Open ones with the earliest limit first, done ones with the latest first. Without `queue`: mine and
    what nobody has taken. `q`: a case number, or a part of the title. `after`: the `cursor_of` the last."""
    demand(act.actor, "task.list")
    statement = select(Task.__table__).where(tasks_for(act.actor), _queue(act.actor, queue))
    if light:
        statement = statement.where(Task.light == light)
    if matter:
        statement = statement.where(Task.matter == matter)
    if q.strip():
        statement = statement.where(_matches(q.strip()))
    statement = _page(statement, queue, after).limit(limit)
    rows = (await act.connection.execute(statement)).all()
    return [_line(row, act.actor, language=language) for row in rows]


def cursor_of(line: TaskLine, *, queue: Queue | None) -> tuple[object, ...]:
    at = line.closed_at if queue == "done" else line.due_at
    return (at, line.id)


def _queue(actor: Actor, queue: Queue | None) -> ColumnElement[bool]:
    mine = Task.assignee == actor.officer_id
    if queue == "done":
        return and_(Task.state == "done", mine)
    free = Task.assignee.is_(None)
    wanted = {"mine": mine, "group": free}
    return and_(Task.state == "open", wanted.get(queue or "", or_(mine, free)))


def _matches(q: str) -> ColumnElement[bool]:
    if q.replace("-", "").isdigit():
        return Task.case_no.startswith(q[:23], autoescape=True)
    return or_(Task.title_zh.contains(q, autoescape=True), Task.title_en.icontains(q, autoescape=True))


def _page(statement: Select[Any], queue: Queue | None, after: After) -> Select[Any]:
    if queue == "done":
        if last := moment_and_id(after):
            statement = statement.where(tuple_(Task.closed_at, Task.id) < last)
        return statement.order_by(Task.closed_at.desc(), Task.id.desc())
    if last := moment_and_id(after):
        statement = statement.where(_behind(*last))
    return statement.order_by(Task.due_at.asc().nulls_last(), Task.id)


def _behind(due: datetime | None, last: UUID) -> ColumnElement[bool]:
    """Tasks without a limit come last."""
    if due is None:
        return and_(Task.due_at.is_(None), Task.id > last)
    return or_(Task.due_at > due, and_(Task.due_at == due, Task.id > last), Task.due_at.is_(None))


def _line(row: Row[Any], actor: Actor, *, language: Language) -> TaskLine:
    return TaskLine(
        id=row.id,
        version=row.version,
        case_no=row.case_no,
        matter=row.matter,
        item=row.item_key,
        step=row.step,
        kind=row.kind,
        title=row.title_en if language == "en" else row.title_zh,
        department=row.department,
        region=row.region,
        state=row.state,
        state_words=state_words("task", row.state, language=language),
        mine=row.assignee is not None and row.assignee == actor.officer_id,
        taken=row.assignee is not None,
        opened_at=row.opened_at,
        due_at=row.due_at,
        light=row.light,
        closed_at=row.closed_at,
        outcome=row.outcome,
    )
