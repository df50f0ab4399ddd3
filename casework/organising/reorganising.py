"""A department ends, and others go on for it: what it would leave behind, the plan, and how far it is.

The plan is an order for a day: until then everything stays as it is, and it can be cancelled. What happens on
the day is `engine.reorganising`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, text

from access.act import Act
from access.policy import demand
from casework.organising.change_log import Written, record
from casework.organising.end_order import EndOrder, demand_sound
from casework.organising.entries import lock_organisation
from casework.organising.known import read_departments
from clocks.calendar import local_date
from database.connection import Connection
from database.session import become_engine, legal_now
from forms.form_plan import Text
from refusals import FieldError, Malformed, NotNow, Stale, Unknown

_LEFT = text("""
    SELECT 'item' AS what, i.code AS code, max(i.title_zh) AS zh, max(i.title_en) AS en,
        count(*) FILTER (WHERE c.standing = 'open') AS cases, (
            SELECT count(*) FROM task t WHERE t.department = :code AND t.state = 'open'
                AND split_part(t.item_key, '.', 1) = i.code) AS tasks
    FROM case_item i JOIN matter_case c ON c.id = i.case_id WHERE i.department = :code GROUP BY i.code
    UNION ALL
    SELECT 'cell', item, item, item, count(*), 0 FROM responsibility WHERE department = :code GROUP BY item
    UNION ALL
    SELECT 'post', code, title_zh, title_en, 0, 0 FROM post WHERE department = :code
    UNION ALL
    SELECT 'person', '', '', '', count(*), 0 FROM officer WHERE department = :code HAVING count(*) > 0
    UNION ALL
    SELECT 'ticket', '', '', '', count(*), 0 FROM ticket
    WHERE department = :code AND standing <> 'closed' HAVING count(*) > 0
    ORDER BY 1, 2
""")
_PLANNED = text("""
    SELECT id, kind, department, successor, heirs, effective_on, source, state, moved, created_at, finished_at
    FROM reorganisation ORDER BY created_at DESC, id
""")
_INSERT = text("""
    INSERT INTO reorganisation (id, kind, department, successor, heirs, effective_on, source, created_by,
        created_at)
    VALUES (:id, :kind, :department, :successor, CAST(:heirs AS jsonb), :effective_on, :source, :by, now())
""")
_ENDS = text("""
    UPDATE department SET valid_to = :day, successor = :successor, version = version + 1 WHERE code = :code
""")
_CANCEL = text("""
    UPDATE reorganisation SET state = 'cancelled' WHERE id = :id AND state = 'planned' RETURNING department
""")
_VERSION = text("SELECT version FROM department WHERE code = :code")


class EndsAlready(NotNow):
    type = "department-ends-already"
    title = Text(
        zh="该部门已撤销，或已安排了改革", en="This department has ended, or its end is planned already"
    )


class IsHeir(NotNow):
    type = "department-is-heir"
    title = Text(
        zh="该部门要接收另一部门的工作，请先办完那次改革",
        en="Another department's work is to go to this one; let that happen first",
    )


class TooLateToCancel(NotNow):
    type = "reorganisation-begun"
    title = Text(zh="改革已经开始，不能取消", en="The reorganisation has begun and cannot be cancelled")


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """`what`: item (cases under way, open tasks), cell (of the responsibility table), post, person or
    ticket."""

    what: str
    code: str
    title: str
    count: int
    tasks: int


@dataclass(frozen=True, slots=True)
class EndPreview:
    """What a department has, each of which needs an heir. `heirs`: departments that could be one."""

    department: str
    name: str
    version: int
    left: list[LeftBehind]
    heirs: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ReorganisationLine:
    id: UUID
    kind: str
    department: str
    department_name: str
    successor: str
    successor_name: str
    heirs: Mapping[str, Any]
    effective_on: date
    source: str
    state: str
    moved: int
    created_at: datetime
    finished_at: datetime | None


async def preview_end(act: Act, department: str, *, language: str = "zh") -> EndPreview:
    """Raises Unknown (404)."""
    demand(act.actor, "organisation.read")
    become_engine(act.connection)
    known = await read_departments(act.connection)
    if department not in known:
        raise Unknown
    today = local_date(await legal_now(act.connection))
    version = (await act.connection.execute(_VERSION, {"code": department})).scalar_one()
    return EndPreview(
        department,
        known[department].name.in_language(language),
        version,
        [_left(row, language) for row in await act.connection.execute(_LEFT, {"code": department})],
        [
            (code, line.name.in_language(language))
            for code, line in known.items()
            if code != department and line.validity.holds_on(today) and line.validity.end is None
        ],
    )


async def plan_reorganisation(act: Act, order: EndOrder, *, if_version: int | None = None) -> UUID:
    """Ends a department on a day. Raises Unknown (404), EndsAlready and IsHeir (409), Stale (412: somebody
    changed the department) and Malformed (422: an heir that cannot be one, a day that is over)."""
    demand(act.actor, "organisation.reorganise")
    await lock_organisation(act)
    known = await read_departments(act.connection)
    ending = known.get(order.department)
    if ending is None:
        raise Unknown
    if ending.validity.end is not None:
        raise EndsAlready
    await _demand_version(act.connection, order.department, if_version)
    await _demand_no_heir(act.connection, order.department)
    rows = await act.connection.execute(_LEFT, {"code": order.department})
    left = {(row.what, row.code) for row in rows}
    await demand_sound(act.connection, order, known=known, left=left)
    one = uuid4()
    heirs = {"items": dict(order.items), "posts": dict(order.posts)}
    row = {"id": one, "kind": order.kind, "department": order.department, "successor": order.successor}
    assert act.actor.officer_id is not None, "administrators are officers"
    await act.connection.execute(
        _INSERT,
        {
            **row,
            "heirs": json.dumps(heirs),
            "effective_on": order.effective_on,
            "source": order.source.strip(),
            "by": act.actor.officer_id,
        },
    )
    ends = {"code": order.department, "day": order.effective_on, "successor": order.successor}
    await act.connection.execute(_ENDS, ends)
    fields = {"successor": ["", order.successor], "valid_to": ["", order.effective_on.isoformat()], **heirs}
    await _log(act, order.department, "planned", fields, reason=order.source.strip())
    return one


async def cancel_reorganisation(act: Act, one: UUID, *, reason: str) -> None:
    """Before its day. Raises TooLateToCancel (409)."""
    demand(act.actor, "organisation.reorganise")
    if not reason.strip():
        raise Malformed(errors=[FieldError("/reason", "请填写原因", "say why")])
    await lock_organisation(act)
    department = (await act.connection.execute(_CANCEL, {"id": one})).scalar_one_or_none()
    if department is None:
        raise TooLateToCancel
    await act.connection.execute(_ENDS, {"code": department, "day": None, "successor": None})
    await _log(act, department, "cancelled", {}, reason=reason.strip())


async def list_reorganisations(act: Act, *, language: str = "zh") -> list[ReorganisationLine]:
    """The latest first. `moved`: cases that have gone over by now."""
    demand(act.actor, "organisation.read")
    become_engine(act.connection)
    names = {
        code: each.name.in_language(language)
        for code, each in (await read_departments(act.connection)).items()
    }
    return [
        ReorganisationLine(
            row.id,
            row.kind,
            row.department,
            names[row.department],
            row.successor,
            names[row.successor],
            row.heirs,
            row.effective_on,
            row.source,
            row.state,
            row.moved,
            row.created_at,
            row.finished_at,
        )
        for row in await act.connection.execute(_PLANNED)
    ]


async def _demand_version(connection: Connection, department: str, if_version: int | None) -> None:
    version = (await connection.execute(_VERSION, {"code": department})).scalar_one()
    if if_version is not None and version != if_version:
        raise Stale


async def _demand_no_heir(connection: Connection, department: str) -> None:
    for row in await connection.execute(_PLANNED):
        named = {row.successor, *row.heirs["items"].values(), *row.heirs["posts"].values()}
        if row.state in ("planned", "under_way") and department in named:
            raise IsHeir


async def _log(act: Act, department: str, word: str, fields: Mapping[str, object], *, reason: str) -> None:
    written = Written("departments", department, word, fields)
    await record(act.connection, [written], actor=act.actor.officer_id, reason=reason)


def _left(row: Row[Any], language: str) -> LeftBehind:
    return LeftBehind(row.what, row.code, Text(row.zh, row.en).in_language(language), row.cases, row.tasks)
