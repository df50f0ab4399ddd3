"""Who has tasks on his desk, and giving a desk to others while somebody is away (AB 岗).

New tasks are the group's, so only what somebody has taken waits for him. It is given back to the group, or to
a colleague, who then acts in his own name. A post that somebody holds for him meanwhile, with its days, is
for what only that post may do.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, text

from access.act import Act
from access.policy import demand
from access.scope import tasks_for
from casework.organisation import department_names, name_in
from casework.organising.change_log import Written, record
from casework.words import Language
from database.session import become_engine
from database.tables.officer import Officer
from database.tables.task import Task
from refusals import FieldError, Malformed, Unknown

HEAD_RANK = 2
MOST_DESKS = 200

_TODAY = "((now() + (SELECT clock_offset FROM installation)) AT TIME ZONE 'Asia/Shanghai')::date"
_IS_HERE = f"(o.valid_to IS NULL OR o.valid_to > {_TODAY})"
_COLLEAGUES = text(f"""
    SELECT o.id, o.name, o.department FROM officer o
    WHERE o.role = 'officer' AND o.department = ANY(:departments) AND {_IS_HERE} ORDER BY o.name, o.id
""")  # noqa: S608 - a constant
# What the colleague may not do himself is the group's.
_GIVE = text(f"""
    WITH given AS (
        SELECT t.id, o.id AS heir FROM task t LEFT JOIN officer o ON o.id = CAST(:to AS uuid)
            AND o.role = 'officer' AND o.department = t.department AND {_IS_HERE}
            AND (o.items = '{{}}' OR split_part(t.item_key, '.', 1) = ANY(o.items))
        WHERE t.id = ANY(CAST(:tasks AS uuid[])) AND t.assignee = :officer AND t.state = 'open'
        FOR UPDATE OF t
    )
    UPDATE task t SET assignee = given.heir, version = t.version + 1,
        claimed_at = CASE WHEN given.heir IS NULL THEN NULL
            ELSE now() + (SELECT clock_offset FROM installation) END
    FROM given WHERE given.id = t.id RETURNING given.heir IS NOT NULL AS to_colleague
""")  # noqa: S608 - a constant


@dataclass(frozen=True, slots=True)
class DeskLine:
    """`colleagues`: who could take the tasks over. `due_at`: of the task that is due first."""

    officer: UUID
    name: str
    is_mine: bool
    department: str
    department_name: str
    tasks: int
    due_at: datetime | None
    colleagues: list[tuple[UUID, str]]


@dataclass(frozen=True, slots=True)
class DeskGiven:
    """How many tasks went to the colleague, and how many back to the group."""

    to_colleague: int
    to_group: int


async def list_desks(act: Act, *, language: Language = "zh") -> list[DeskLine]:
    """Desks with open tasks: one's own, a head of department those of the department, a supervisor all of the
    region. What is due first comes first; at most 200."""
    demand(act.actor, "desk.give")
    statement = (
        select(
            Task.assignee, Task.department, func.count().label("tasks"), func.min(Task.due_at).label("due")
        )
        .where(*_reach(act))
        .group_by(Task.assignee, Task.department)
        .order_by(func.min(Task.due_at).nulls_last(), Task.assignee, Task.department)
        .limit(MOST_DESKS)
    )
    rows = (await act.connection.execute(statement)).all()
    become_engine(act.connection)
    departments = sorted({row.department for row in rows})
    names = await department_names(act.connection, departments)
    holders = select(Officer.id, Officer.name).where(Officer.id.in_({row.assignee for row in rows}))
    people = {row.id: row.name for row in await act.connection.execute(holders)}
    there = (await act.connection.execute(_COLLEAGUES, {"departments": departments})).all()
    return [
        DeskLine(
            row.assignee,
            people.get(row.assignee, ""),
            row.assignee == act.actor.officer_id,
            row.department,
            name_in(names, row.department, language),
            row.tasks,
            row.due,
            [(o.id, o.name) for o in there if o.department == row.department and o.id != row.assignee],
        )
        for row in rows
    ]


async def give_desk(act: Act, officer: UUID, *, to: UUID | None, reason: str) -> DeskGiven:
    """All tasks that `officer` has taken and the actor may give; `to` None: to the group.

    Raises Unknown (404: there is none), Malformed (422: no reason, nobody who could take them).
    """
    demand(act.actor, "desk.give")
    mine = select(Task.id, Task.department).where(*_reach(act), Task.assignee == officer)
    rows = (await act.connection.execute(mine)).all()
    if not rows:
        raise Unknown
    if not reason.strip():
        raise Malformed(errors=[FieldError("/reason", "请填写原因", "say why")])
    become_engine(act.connection)
    departments = sorted({row.department for row in rows})
    there = await act.connection.execute(_COLLEAGUES, {"departments": departments})
    if to is not None and (to == officer or to not in {each.id for each in there}):
        words = "应为同一部门在岗的同事", "should be a colleague of the department"
        raise Malformed(errors=[FieldError("/to", *words)])
    values = {"tasks": [row.id for row in rows], "officer": officer, "to": to}
    given = [row.to_colleague for row in await act.connection.execute(_GIVE, values)]
    done = DeskGiven(sum(given), len(given) - sum(given))
    fields = {"tasks": [str(len(given)), "0"], "heir": ["", str(to or "")]}
    written = Written("people", str(officer), "desk_given", fields)
    await record(act.connection, [written], actor=act.actor.officer_id, reason=reason.strip())
    return done


def _reach(act: Act) -> tuple[ColumnElement[bool], ...]:
    taken = (tasks_for(act.actor), Task.state == "open", Task.assignee.is_not(None))
    oversees = act.actor.kind == "supervisor" or (act.actor.kind == "officer" and act.actor.rank >= HEAD_RANK)
    return taken if oversees else (*taken, Task.assignee == act.actor.officer_id)
