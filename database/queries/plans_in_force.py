"""Which plan a new case of a matter gets, in a region, on a day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

# Of the rows that reach the place the latest day counts, and of one day what was written last. A row
# without a plan ends the matter there.
_IN_FORCE = """
    SELECT matter, plan, title_zh, title_en, version FROM (
        SELECT DISTINCT ON (matter) matter, plan, title_zh, title_en, version FROM matter_in_force
        WHERE effective_from <= :day AND starts_with(:place, region) {of_matter}
        ORDER BY matter, effective_from DESC, sequence DESC
    ) latest WHERE plan IS NOT NULL ORDER BY matter
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
    """One word on a matter: in this region (digits before its zeros) from this day on. `plan` None: none."""

    matter: str
    region: str
    effective_from: date
    sequence: int
    plan: str | None
    version: int | None


async def find_plan_in_force(
    connection: AsyncConnection, *, matter: str, day: date, place: str = ""
) -> PlanInForce | None:
    """`place`: a region's 12 digits, '' when it is not known yet. None: not published there."""
    values = {"matter": matter, "day": day, "place": place}
    row = (await connection.execute(_FIND, values)).one_or_none()
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


def in_force_by_region(rows: list[ForceRow], *, day: date) -> dict[str, ForceRow]:
    """For each region that was ever named, what holds in it on a day (where no smaller one is named).

    `rows` of one matter, in the order of `read_force_rows`; regions of nothing in force are left out.
    """
    past = [row for row in rows if row.effective_from <= day]
    found: dict[str, ForceRow] = {}
    for region in sorted({row.region for row in past}):
        latest = [row for row in past if region.startswith(row.region)][-1]
        if latest.plan is not None:
            found[region] = latest
    return found
