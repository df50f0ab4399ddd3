"""The order that a department ends on a day, and whether it can be carried out: everything has an heir who is
there, and who has people."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import text

from casework.organising.known import DepartmentLine
from clocks.calendar import local_date
from database.connection import Connection
from database.session import legal_now
from refusals import FieldError, Malformed

Kind = Literal["merge", "split", "dissolve"]

_PEOPLE = text("""
    SELECT department, count(*) AS people FROM officer
    WHERE role = 'officer' AND department = ANY(:codes) AND (valid_to IS NULL OR valid_to > :day)
    GROUP BY department
""")


@dataclass(frozen=True, slots=True)
class EndOrder:
    """`items` and `posts`: heirs of their own, by code; all else is the successor's."""

    kind: Kind
    department: str
    successor: str
    effective_on: date
    source: str
    items: Mapping[str, str]
    posts: Mapping[str, str]


async def demand_sound(
    connection: Connection,
    order: EndOrder,
    *,
    known: Mapping[str, DepartmentLine],
    left: Collection[tuple[str, str]],
) -> None:
    """Raises Malformed (422) with all that is wrong at once. `left`: what the department would leave behind,
    as `LeftBehind.what` and its code."""
    errors = list[FieldError]()
    if order.effective_on < local_date(await legal_now(connection)):
        errors.append(FieldError("/effective_on", "不能早于今天", "is over"))
    if not order.source.strip():
        errors.append(FieldError("/source", "请填写依据文件", "name the document"))
    named = [("/successor", order.successor)]
    named += [(f"/items/{item}", heir) for item, heir in order.items.items()]
    named += [(f"/posts/{post}", heir) for post, heir in order.posts.items()]
    errors += [each for pointer, heir in named for each in _unfit(pointer, heir, order, known)]
    for item in order.items:
        if ("item", item) not in left and ("cell", item) not in left:
            errors.append(FieldError(f"/items/{item}", "该部门不办理此事项", "is no item of this department"))
    for post in order.posts:
        if ("post", post) not in left:
            errors.append(FieldError(f"/posts/{post}", "该部门没有此岗位", "is no post of this department"))
    if order.kind == "split" and not set(order.items.values()) - {order.successor}:
        words = "拆分时至少有一个事项由另一部门承接", "a split gives at least one item to another heir"
        errors.append(FieldError("/items", *words))
    errors = errors or await _without_people(connection, order)
    if errors:
        raise Malformed(errors=errors)


def _unfit(pointer: str, heir: str, order: EndOrder, known: Mapping[str, DepartmentLine]) -> list[FieldError]:
    line = known.get(heir)
    if not heir:
        return [FieldError(pointer, "请指定承接部门：每项未办结的工作都要有人承接", "name who goes on")]
    if line is None:
        return [FieldError(pointer, "没有这个部门", "there is no such department")]
    if heir == order.department:
        return [FieldError(pointer, "不能由它自己承接", "cannot be the department itself")]
    if not line.validity.holds_on(order.effective_on):
        return [FieldError(pointer, "该部门当天尚未设立或已撤销", "is not there on that day")]
    if line.validity.end is not None:
        return [FieldError(pointer, "该部门自己即将撤销", "is to end itself")]
    return []


async def _without_people(connection: Connection, order: EndOrder) -> list[FieldError]:
    """Work must not go to where nobody is; those who go over with it count."""
    heirs = {order.successor, *order.items.values()}
    values = {"codes": sorted({*heirs, order.department}), "day": order.effective_on}
    people = {row.department: row.people for row in await connection.execute(_PEOPLE, values)}
    taken_along = set(order.posts.values()) | ({order.successor} if people.get(order.department) else set())
    return [
        FieldError(
            "/successor", f"{heir} 没有经办人，请先配备人员", f"{heir} has no officers; appoint some first"
        )
        for heir in sorted(heirs)
        if not people.get(heir) and heir not in taken_along
    ]
