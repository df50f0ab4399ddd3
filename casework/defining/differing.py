"""What differs between two versions, in words, and which running cases it would concern.

Of matters the plans are compared: as it was published, or as it would be today. Of everything the texts are
compared, line by line.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import text

from access.act import Act
from access.policy import demand
from casework.defining.building import built
from casework.words import Language
from clocks.calendar import local_date
from database.session import become_engine, legal_now
from engine.checking import TooCostly, too_costly
from engine.definition_rows import Ref, Version, find_version
from engine.publish import DefinitionRefused
from matter_definitions.comparing.apart import lines_that_differ, told_apart
from matter_definitions.comparing.impact import Impact, Running
from matter_definitions.plan import Plan
from matter_definitions.sources import Kind, file_of
from refusals import Unknown

# Items under way in cases of a version, by the step that is on somebody's desk (none: no step of the plan).
_RUNNING = text("""
    SELECT i.code AS item, i.standing, t.step, count(DISTINCT c.id) AS cases
    FROM matter_case c
    JOIN case_item i ON i.case_id = c.id
    LEFT JOIN task t ON t.case_id = c.id AND t.item_key = i.key AND t.state = 'open'
    WHERE c.ended_at IS NULL AND c.plan IN (
        SELECT data->>'plan' FROM definition_event WHERE kind = 'matter' AND code = :code
        AND version = :version AND act IN ('published', 'republished'))
    GROUP BY i.code, i.standing, t.step ORDER BY i.code, i.standing, t.step
""")


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """`kind`: added, removed or changed; `items`: codes of those it is about, none: the whole matter."""

    kind: str
    path: str
    text: str
    items: list[str]


@dataclass(frozen=True, slots=True)
class ImpactLine:
    """So many running cases have this item in this standing (at this step), and these differences would
    concern them, had they the new plan. They keep their own."""

    item: str
    standing: str
    step: str | None
    cases: int
    differences: list[str]


@dataclass(frozen=True, slots=True)
class DefinitionDifference:
    """`source`: the difference of the texts, as a unified diff without its header."""

    kind: Kind
    code: str
    old: int
    new: int
    differences: list[DifferenceLine]
    impact: list[ImpactLine]
    source: list[str]


async def definition_difference(
    act: Act, kind: Kind, code: str, *, old: int, new: int, language: Language = "zh"
) -> DefinitionDifference:
    """Raises Unknown (404), and DefinitionRefused (422) when a draft of a matter is not in order, or when the
    two are too large to be compared."""
    demand(act.actor, "definition.read")
    become_engine(act.connection)
    before, after = await _version(act, Ref(kind, code, old)), await _version(act, Ref(kind, code, new))
    plans: tuple[Plan, Plan] | None = None
    running: list[Running] = []
    if kind == "matter":
        today = local_date(await legal_now(act.connection))
        plans = await _plan(act, before, today=today), await _plan(act, after, today=today)
        running = await _running(act, before.ref)
    work = partial(told_apart, before.source, after.source, plans=plans, running=running)
    try:
        apart = await act.engine.catalogue.draw(work)
    except TooCostly as reason:
        raise DefinitionRefused([too_costly(file_of(kind, code))]) from reason
    return DefinitionDifference(
        kind=kind,
        code=code,
        old=old,
        new=new,
        differences=[
            DifferenceLine(d.kind, d.path, d.text.in_language(language), list(d.items))
            for d in apart.differences
        ],
        impact=_impact(apart.impact, language=language),
        source=apart.lines,
    )


async def text_difference(act: Act, old: str, new: str) -> list[str]:
    """As a unified diff without its header; none for texts that are too large to be compared."""
    demand(act.actor, "definition.read")
    try:
        return await act.engine.catalogue.draw(partial(lines_that_differ, old, new))
    except TooCostly:
        return []


async def _plan(act: Act, version: Version, *, today: date) -> Plan:
    if version.plan is not None:
        return await act.engine.plans.get(act.connection, version.plan)
    return (await built(act, version.ref, today=today)).plan


async def _running(act: Act, ref: Ref) -> list[Running]:
    rows = await act.connection.execute(_RUNNING, {"code": ref.code, "version": ref.version})
    return [Running(row.item, row.standing, row.step, row.cases) for row in rows]


def _impact(found: Iterable[Impact], *, language: Language) -> list[ImpactLine]:
    return [
        ImpactLine(
            item=each.running.item,
            standing=each.running.standing,
            step=each.running.step,
            cases=each.running.cases,
            differences=[d.text.in_language(language) for d in each.differences],
        )
        for each in found
    ]


async def _version(act: Act, ref: Ref) -> Version:
    found = await find_version(act.connection, ref)
    if found is None:
        raise Unknown
    return found
