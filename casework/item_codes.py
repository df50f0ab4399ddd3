"""The codes under which a department implements items: of its credit code, its level and the basic code."""

from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.organisation import read_responsibility
from forms.values.item_code import make_implementation_code
from forms.values.region_code import RegionLevel, level_of
from matter_definitions.plan import Plan

_LEVELS: Mapping[RegionLevel, int] = {"province": 2, "city": 3, "county": 4, "town": 5, "village": 6}
_NATIONAL = "000000000000"
_CREDIT_CODES = text("SELECT code, uscc, region FROM department WHERE code = ANY(:codes)")


def level_digit(region: str) -> int:
    """行使层级 of an authority of this region (12 digits): 1 national to 6 village."""
    return 1 if region == _NATIONAL else _LEVELS[level_of(region)]


async def implementation_codes(connection: AsyncConnection, plan: Plan, *, place: str) -> dict[str, str]:
    """By item, for those with a basic code whose department at this place (12 digits) has a credit code."""
    coded = {each.code: each.basic_code for each in plan.items if each.basic_code}
    responsibility = await read_responsibility(connection, coded)
    doing = {item: responsibility.find_department(item, place) for item in coded}
    rows = await connection.execute(
        _CREDIT_CODES, {"codes": sorted({each for each in doing.values() if each})}
    )
    made_of = {row.code: (row.uscc, level_digit(row.region)) for row in rows if row.uscc}
    return {
        item: make_implementation_code(uscc=uscc, level=level, basic_code=basic)
        for item, basic in coded.items()
        if (department := doing[item]) is not None and department in made_of
        for uscc, level in [made_of[department]]
    }
