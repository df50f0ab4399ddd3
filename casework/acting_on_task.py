"""An act by which an officer does with a task what no decision of it is: a letter, a visit, a hearing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from casework.acting import changing
from casework.finding import TaskRow, find_task, read_task_row
from casework.holding_tasks import TaskOver, find_open_task
from engine.case_change import CaseChange
from forms.form_plan import Text
from matter_definitions.consequences import TaskKind
from refusals import NotNow, Stale

_TAKE = text("UPDATE task SET assignee = coalesce(assignee, :officer) WHERE id = :id")


class AnotherKindOfTask(NotNow):
    type = "another-kind-of-task"
    title = Text(zh="该任务不能这样办理", en="This is not what this task is about")


@asynccontextmanager
async def acting_on_task(
    act: Act, task_id: UUID, *, kind: TaskKind, if_version: int | None
) -> AsyncIterator[tuple[CaseChange, TaskRow]]:
    """The locked case with the task; written when the block ends.

    Raises Unknown (404), NotYours (403), TaskOver and AnotherKindOfTask (409), Stale (412).
    """
    task = await find_open_task(act, task_id, action="task.decide", if_version=if_version)
    if task.kind != kind:
        raise AnotherKindOfTask
    async with changing(act, task.case_id) as case:
        now = await read_task_row(act, task_id)  # somebody may have come first while this act waited
        if now.state != "open":
            raise TaskOver(allowed=["read"])
        if if_version is not None and if_version != now.version:
            raise Stale
        yield case, now
        act.connection.send_with_next(_TAKE, {"id": task.id, "officer": act.actor.officer_id})


async def find_task_of_kind(act: Act, task_id: UUID, *, kind: TaskKind) -> TaskRow:
    """To read what the task is about. Raises Unknown (404) and AnotherKindOfTask (409)."""
    task = await find_task(act, task_id, action="task.read")
    if task.kind != kind:
        raise AnotherKindOfTask
    return task
