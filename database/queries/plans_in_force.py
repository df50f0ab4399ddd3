"""Which plan a new case of a matter gets, in a region, on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from database.connection import Statement

# Of the words that reach the place the latest day counts, and of one day what was said last. A version that
# is over (a row of it without a plan) hands back to the regions around: of what was said before it only that
# counts which was said for a wider region.
_IN_FORCE = """
    SELECT DISTINCT ON (matter) matter, plan, title_zh, title_en, version FROM (
        SELECT *, min(length(region)) FILTER (WHERE is_over) OVER (
            PARTITION BY matter ORDER BY effective_from DESC, sequence DESC) AS handed_back
        FROM (
            SELECT *, bool_or(plan IS NULL) OVER (PARTITION BY matter, version) AS is_over
            FROM matter_in_force
            WHERE effective_from <= :day AND starts_with(:place, region) {of_matter}
        ) said WHERE plan IS NOT NULL
    ) words WHERE NOT is_over AND (handed_back IS NULL OR length(region) < handed_back)
    ORDER BY matter, effective_from DESC, sequence DESC
"""
_FIND = text(_IN_FORCE.format(of_matter="AND matter = :matter"))
_LIST = text(_IN_FORCE.format(of_matter=""))
_ROWS = """
    SELECT matter, region, effective_from, sequence, plan, version FROM matter_in_force {of_matters}
    ORDER BY matter, effective_from, sequence
"""
_SOME_ROWS = text(_ROWS.format(of_matters="WHERE matter = ANY(:matters)"))
_ALL_ROWS = text(_ROWS.format(of_matters=""))


@dataclass(frozen=True, slots=True)
class PlanInForce:
    """`version` None: the plan belongs to no kept definition."""

    matter: str
    plan: str
    title_zh: str
    title_en: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class ForceRow:
    """One word on a matter: in this region (digits before its zeros) from this day on. `plan` None: what was
    said of this version is over from this day on."""

    matter: str
    region: str
    effective_from: date
    sequence: int
    plan: str | None
    version: int | None


def finding_plan(*, matter: str, day: date, place: str = "") -> Statement:
    """What `find_plan_in_force` reads."""
    return _FIND, {"matter": matter, "day": day, "place": place}


async def find_plan_in_force(
    connection: AsyncConnection, *, matter: str, day: date, place: str = ""
) -> PlanInForce | None:
    """`place`: a region's 12 digits, '' when it is not known yet. None: not published there."""
    row = (await connection.execute(*finding_plan(matter=matter, day=day, place=place))).one_or_none()
    return None if row is None else PlanInForce(*row)


async def list_plans_in_force(
    connection: AsyncConnection, *, day: date, place: str = ""
) -> list[PlanInForce]:
    """One per matter, by code."""
    rows = await connection.execute(_LIST, {"day": day, "place": place})
    return [PlanInForce(*row) for row in rows]


async def read_force_rows(
    connection: AsyncConnection, matters: list[str] | None = None
) -> dict[str, list[ForceRow]]:
    """Everything that was ever said of these matters (None: of all), by matter, the latest word last."""
    said: dict[str, list[ForceRow]] = {each: [] for each in matters or ()}
    statement, values = (_ALL_ROWS, {}) if matters is None else (_SOME_ROWS, {"matters": matters})
    for row in await connection.execute(statement, values):
        said.setdefault(row.matter, []).append(ForceRow(*row))
    return said


def in_force_at(rows: Sequence[ForceRow], place: str, *, day: date) -> ForceRow | None:
    """What holds in a region (digits before its zeros, or all of them) on a day; None: nothing.

    `rows` of one matter, in the order of `read_force_rows`.
    """
    past = [row for row in rows if row.effective_from <= day]
    over = {row.version for row in past if row.plan is None}
    handed_back: int | None = None
    for row in reversed(past):
        if row.plan is None or not place.startswith(row.region):
            continue
        if handed_back is None or len(row.region) < handed_back:
            if row.version not in over:
                return row
            handed_back = len(row.region)
    return None


def in_force_by_region(rows: Sequence[ForceRow], *, day: date) -> dict[str, ForceRow]:
    """For each region that was ever named, what holds in it on a day (where no smaller one is named), the
    larger ones first; regions of nothing in force are left out."""
    named = sorted({row.region for row in rows if row.effective_from <= day})
    found = {region: in_force_at(rows, region, day=day) for region in named}
    return {region: row for region, row in found.items() if row is not None}
