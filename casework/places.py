"""Which departments have a part in an item beside its own: named once, when the case is opened.

Steps of another department (`by`), whom a letter goes to, who comes along on a visit, which higher authority
an item may be forwarded to, and the counter that receives for another place.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from access.regions import covers, region_prefix
from casework.draft_look import Look
from casework.organisation import Responsibility
from casework.region_heirs import regions_of_today
from clocks.calendar import local_date
from expressions.problems import ExpressionFailed
from expressions.types import ValueType
from forms.conditions import conditions_of
from forms.facts import facts_for
from forms.switching import ItemOn
from matter_definitions.pausing import FORWARD
from matter_definitions.plan import ItemPlan, StepPlan
from matter_definitions.state import INTAKE
from matter_definitions.steps_of_others import Place, part_of
from refusals import FieldError, Malformed

# A department that has ended is not found; what it did, its heir does as well (`also`).
_DEPARTMENTS = text("""
    SELECT each AS kind, region, code FROM department, installation, unnest(array_append(also, kind)) AS each
    WHERE each = ANY(:kinds)
        AND (valid_from IS NULL OR valid_from <= ((now() + clock_offset) AT TIME ZONE 'Asia/Shanghai')::date)
        AND (valid_to IS NULL OR valid_to > ((now() + clock_offset) AT TIME ZONE 'Asia/Shanghai')::date)
    ORDER BY each <> kind, code
""")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A part in an item: who it is by kind, and where (CEL over the form; None: where the item is)."""

    key: str
    kind: str
    region: str | None


class Departments:
    """Which department of a kind a place belongs to, read once for one act."""

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        self._by_kind = Responsibility(rows)

    def find(self, kind: str, region: str) -> str | None:
        return self._by_kind.find_department(kind, region)


async def read_departments(connection: AsyncConnection, kinds: Iterable[str]) -> Departments:
    rows = await connection.execute(_DEPARTMENTS, {"kinds": sorted(set(kinds))})
    return Departments((row.kind, row.region, row.code) for row in rows)


async def places_of_others(
    connection: AsyncConnection, seen: Look, items: Sequence[ItemOn], *, counter: str | None
) -> Mapping[str, dict[str, Place]]:
    """By item key, as `ItemOpening.places`. Raises Malformed (422) when there is no such department."""
    wanted = {item.key: list(_wanted_by(seen.plan.item(item.code))) for item in items}
    kinds = {each.kind for parts in wanted.values() for each in parts}
    departments = await read_departments(connection, kinds) if kinds else Departments(())
    named = {(i.key, part.key): _region_of(seen, i, part) for i in items for part in wanted[i.key]}
    today = await regions_of_today(connection, {each for each in named.values() if each})
    problems: list[FieldError] = []
    found: dict[str, dict[str, Place]] = {}
    for item in items:
        found[item.key] = places = dict[str, Place]()
        for part in wanted[item.key]:
            region = today.get(named[item.key, part.key] or "")
            department = departments.find(part.kind, region) if region else None
            if region and department:
                places[part.key] = (department, region)
            else:
                problems.append(_nobody(item))
        receiver = receive_region_of(item, counter)
        if receiver:
            places[INTAKE] = (joint_window(receiver), receiver)
    if problems:
        raise Malformed(errors=problems)
    return found


def receive_region_of(item: ItemOn, counter: str | None) -> str | None:
    """The place that only receives: None when it is within the place that handles, or around it."""
    if counter is None or item.region is None:
        return None
    return None if covers(counter, item.region) or covers(item.region, counter) else counter


def joint_window(region: str) -> str:
    """The counter of a region where every matter may be handed in (综合窗口)."""
    return f"window@{region}"


def _wanted_by(item: ItemPlan) -> Iterator[_Wanted]:
    if item.forwards:
        yield _Wanted(FORWARD, item.forwards.to, item.forwards.region)
    for step in item.steps:
        yield from _wanted_by_step(step)


def _wanted_by_step(step: StepPlan) -> Iterator[_Wanted]:
    if step.department_kind:
        yield _Wanted(step.code, step.department_kind, step.region)
    if step.letter and step.letter.outside is None:
        yield _Wanted(part_of(step.code, "to"), step.letter.to, step.letter.region)
    if step.visit:
        for kind in step.visit.others:
            yield _Wanted(part_of(step.code, kind), kind, None)


def _region_of(seen: Look, item: ItemOn, part: _Wanted) -> str | None:
    if part.region is None:
        return item.region
    facts = facts_for(
        seen.draft.values,
        seen.draft.answers,
        {},
        {},
        instance=item.instance,
        today=local_date(seen.row.now),
    )
    expression = conditions_of(seen.plan.form).expression(part.region, result=ValueType.STRING)
    try:
        region = expression.evaluate(facts)
    except ExpressionFailed:
        return None  # it names a field that was left empty
    return region if isinstance(region, str) and region_prefix(region) else None


def _nobody(item: ItemOn) -> FieldError:
    return FieldError(
        f"/items/{item.key}",
        f"所填地区没有能够协同办理“{item.title.zh}”的部门",
        f"In the region entered no department has the part that “{item.title.en}” needs it for",
    )
