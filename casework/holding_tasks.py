"""Who has a task on his desk: taken, given back, handed over, read."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from access.people import find_actor_of
from access.policy import Action, can, demand
from casework.acting import changing
from casework.finding import TaskRow, find_task, read_task_row
from database.session import become_engine, legal_now
from forms.form_plan import Text
from matter_definitions import events
from refusals import FieldError, Malformed, NotNow, Stale

_CLAIM = text("""
    UPDATE task SET assignee = :officer, claimed_at = :now, version = version + 1
    WHERE id = :id AND state = 'open' AND (assignee IS NULL OR assignee = :officer) RETURNING version
""")
_GIVE = text("""
    UPDATE task SET assignee = :officer, claimed_at = :now, version = version + 1
    WHERE id = :id AND state = 'open' RETURNING version
""")
_READ = text("""
    UPDATE task SET read_at = coalesce(read_at, :now) WHERE id = :id RETURNING version, read_at
""")
_SUBJECT = text("SELECT subject FROM officer WHERE id = :id")


class TaskOver(NotNow):
    type = "task-already-decided"
    title = Text(zh="该任务已经办结", en="This task was decided already")


class TaskTaken(NotNow):
    type = "task-taken"
    title = Text(zh="该任务已被其他经办人签收", en="A colleague has taken this task")


@dataclass(frozen=True, slots=True)
class TaskHeld:
    id: UUID
    version: int
    assignee: UUID | None


@dataclass(frozen=True, slots=True)
class TaskRead:
    id: UUID
    version: int
    read_at: datetime


async def claim_task(act: Act, task_id: UUID, *, if_version: int | None = None) -> TaskHeld:
    """Taking what one holds already changes nothing. Raises Unknown (404), NotYours (403), TaskOver and
    TaskTaken (409), Stale (412)."""
    task = await find_open_task(act, task_id, action="task.claim", if_version=if_version)
    if task.assignee == act.actor.officer_id:
        return TaskHeld(task.id, task.version, task.assignee)
    async with changing(act, task.case_id) as case:
        row = {"id": task.id, "officer": act.actor.officer_id, "now": case.now}
        version = (await act.connection.execute(_CLAIM, row)).scalar_one_or_none()
        if version is None:
            raise TaskTaken if (await read_task_row(act, task_id)).state == "open" else TaskOver
        step = task.step if task.kind == "approval" else None
        case.happened(events.CLAIMED, item=task.item_key, step=step, task=str(task.id))
    return TaskHeld(task.id, version, act.actor.officer_id)


async def release_task(act: Act, task_id: UUID, *, if_version: int | None = None) -> TaskHeld:
    """Back to the group. Raises Unknown (404), NotYours (403), TaskOver (409), Stale (412)."""
    task = await find_open_task(act, task_id, action="task.release", if_version=if_version)
    return await _give(act, task, to=None)


async def transfer_task(act: Act, task_id: UUID, *, to: UUID, if_version: int | None = None) -> TaskHeld:
    """To a colleague of the same department. Raises also Malformed (422, there is no such colleague)."""
    task = await find_open_task(act, task_id, action="task.transfer", if_version=if_version)
    return await _give(act, task, to=to)


async def reassign_task(act: Act, task_id: UUID, *, to: UUID | None) -> TaskHeld:
    """A supervisor gives it to another officer of the department, or back to the group."""
    task = await find_open_task(act, task_id, action="task.reassign", if_version=None)
    return await _give(act, task, to=to)


async def mark_task_read(act: Act, task_id: UUID) -> TaskRead:
    """The first time counts. Raises Unknown (404)."""
    await find_task(act, task_id, action="task.mark_read")
    become_engine(act.connection)
    now = await legal_now(act.connection)
    row = (await act.connection.execute(_READ, {"id": task_id, "now": now})).one()
    return TaskRead(task_id, row.version, row.read_at)


async def find_open_task(act: Act, task_id: UUID, *, action: Action, if_version: int | None) -> TaskRow:
    """Who may see the task is told that it is over before being told whose it was."""
    task = await find_task(act, task_id, action="task.read")
    if task.state != "open":
        raise TaskOver(allowed=["read"])
    demand(act.actor, action, task.resource)
    if if_version is not None and if_version != task.version:
        raise Stale
    return task


async def _could_take(act: Act, task: TaskRow, officer: UUID) -> bool:
    """Who is here today, and whose post is for this item."""
    subject = (await act.connection.execute(_SUBJECT, {"id": officer})).scalar_one_or_none()
    colleague = await find_actor_of(act.connection, subject) if subject else None
    free = replace(task.resource, assignee=None)
    return colleague is not None and can(colleague, "task.claim", free).allowed


async def _give(act: Act, task: TaskRow, *, to: UUID | None) -> TaskHeld:
    become_engine(act.connection)
    if to is not None and not await _could_take(act, task, to):
        zh, en = "该部门没有可办理此任务的这位经办人", "the department has no such officer for this task"
        raise Malformed(errors=[FieldError("/to", zh, en)])
    now = await legal_now(act.connection)
    row = {"id": task.id, "officer": to, "now": now if to else None}
    version = (await act.connection.execute(_GIVE, row)).scalar_one_or_none()
    if version is None:
        raise TaskOver
    return TaskHeld(task.id, version, to)
