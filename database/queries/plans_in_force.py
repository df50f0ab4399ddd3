"""Which plan a new case of a matter gets, in a region, on a day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

# The longest region wins, then the latest day.
_IN_FORCE = """
    SELECT DISTINCT ON (matter) matter, plan, title_zh, title_en FROM matter_in_force
    WHERE effective_from <= :day AND starts_with(:place, region) {of_matter}
    ORDER BY matter, length(region) DESC, effective_from DESC
"""
_FIND = text(_IN_FORCE.format(of_matter="AND matter = :matter"))
_LIST = text(_IN_FORCE.format(of_matter=""))


@dataclass(frozen=True, slots=True)
class PlanInForce:
    matter: str
    plan: str
    title_zh: str
    title_en: str


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
