"""Somebody leaves: not before the tasks on his desk have an heir, a colleague or the group."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from access.act import Act
from access.policy import demand
from casework.organising.change_log import Written, record
from casework.organising.entries import lock_organisation
from casework.organising.last_administrator import demand_administrator
from clocks.calendar import local_date
from database.session import legal_now
from forms.form_plan import Text
from refusals import FieldError, Malformed, NotNow, Stale, Unknown

_LATEST = date(2999, 12, 31)

_OFFICER = text("""
    SELECT id, role, department, valid_to, version,
        (SELECT count(*) FROM task t WHERE t.assignee = o.id AND t.state = 'open') AS tasks
    FROM officer o WHERE id = :id FOR UPDATE
""")
_HEIR = text("""
    SELECT id FROM officer
    WHERE id = :id AND role = :role AND department IS NOT DISTINCT FROM CAST(:department AS text)
        AND (valid_to IS NULL OR valid_to > :day)
""")
_LEAVE = text("""
    UPDATE officer SET valid_to = :day, heir = :heir, version = version + 1 WHERE id = :id
""")
_POSTS = text("""
    UPDATE officer_post SET valid_to = :day, version = version + 1
    WHERE officer = :id AND (valid_to IS NULL OR valid_to > :day) AND valid_from < :day
""")


class TasksNeedAnHeir(NotNow):
    type = "tasks-need-an-heir"
    title = Text(
        zh="名下还有未办结任务，请指定接办人或交回本部门",
        en="There are open tasks; name a colleague who goes on, or give them back to the group",
    )


@dataclass(frozen=True, slots=True)
class Leaving:
    """`last_day`: he is still here on it. `heir` None with `to_group`: his open tasks are anybody's of the
    department."""

    officer: UUID
    last_day: date
    reason: str
    heir: UUID | None = None
    to_group: bool = False


async def record_leaving(act: Act, leaving: Leaving, *, if_version: int | None = None) -> None:
    """On the day after the last his tasks go to the heir, and he can sign in no more.

    Raises Unknown (404), TasksNeedAnHeir and LastAdministrator (409), Stale (412), Malformed (422).
    """
    demand(act.actor, "organisation.reorganise")
    await lock_organisation(act)
    officer = (await act.connection.execute(_OFFICER, {"id": leaving.officer})).one_or_none()
    if officer is None:
        raise Unknown
    if if_version is not None and if_version != officer.version:
        raise Stale
    day = min(leaving.last_day, _LATEST) + timedelta(days=1)
    await _demand_sound(act, leaving, officer, day)
    if officer.tasks and leaving.heir is None and not leaving.to_group:
        raise TasksNeedAnHeir(allowed=["heir", "to_group"])
    await act.connection.execute(_LEAVE, {"id": officer.id, "day": day, "heir": leaving.heir})
    await act.connection.execute(_POSTS, {"id": officer.id, "day": day})
    await demand_administrator(act.connection)
    fields = {"valid_to": ["", day.isoformat()], "heir": ["", str(leaving.heir or "")]}
    written = Written("people", str(officer.id), "left", fields)
    await record(act.connection, [written], actor=act.actor.officer_id, reason=leaving.reason.strip())


async def _demand_sound(act: Act, leaving: Leaving, officer: Row[Any], day: date) -> None:
    errors = list[FieldError]()
    if leaving.last_day < local_date(await legal_now(act.connection)):
        errors.append(FieldError("/last_day", "不能早于今天", "is over"))
    if leaving.last_day > _LATEST:
        errors.append(FieldError("/last_day", "日期太晚", "is too far away"))
    if not leaving.reason.strip():
        errors.append(FieldError("/reason", "请填写原因或文件", "say why, or name the document"))
    if leaving.heir is not None:
        wanted = {"id": leaving.heir, "role": officer.role, "department": officer.department, "day": day}
        found = (await act.connection.execute(_HEIR, wanted)).first()
        if found is None or leaving.heir == leaving.officer:
            words = (
                "应为同一部门、届时在岗的同事",
                "should be a colleague who is still in this department then",
            )
            errors.append(FieldError("/heir", *words))
    if errors:
        raise Malformed(errors=errors)
