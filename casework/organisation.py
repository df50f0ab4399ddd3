"""Departments and regions: their names, and which department does an item somewhere."""

from collections.abc import Iterable, Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from access.regions import covers, region_prefix
from database.connection import Statement
from forms.form_plan import Text

_NAMES = text("SELECT code, name_zh, name_en FROM department WHERE code = ANY(:codes)")
_OFFICERS = text("SELECT id, name FROM officer WHERE id = ANY(CAST(:ids AS uuid[]))")
_RESPONSIBILITY = text("SELECT item, region, department FROM responsibility WHERE item = ANY(:items)")
_REGIONS = text("""
    SELECT code, name_zh, name_en, parent FROM region, installation
    WHERE valid_to IS NULL OR valid_to > ((now() + clock_offset) AT TIME ZONE 'Asia/Shanghai')::date
    ORDER BY code
""")


async def department_names(connection: AsyncConnection, codes: Iterable[str]) -> dict[str, Text]:
    rows = await connection.execute(_NAMES, {"codes": sorted(set(codes))})
    return {row.code: Text(row.name_zh, row.name_en) for row in rows}


async def officer_names(connection: AsyncConnection, ids: Iterable[str]) -> dict[str, str]:
    """Names of members of staff, by the id that the log keeps."""
    rows = await connection.execute(_OFFICERS, {"ids": sorted(set(ids))})
    return {str(row.id): row.name for row in rows}


async def list_regions(connection: AsyncConnection) -> list[tuple[str, Text]]:
    """Every region in force with its name, by code."""
    return [(row.code, Text(row.name_zh, row.name_en)) for row in await connection.execute(_REGIONS)]


class Responsibility:
    """Which department does which item where, read once for one act."""

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        self._by_item: dict[str, list[tuple[str, str]]] = {}
        for item, region, department in rows:
            self._by_item.setdefault(item, []).append((region, department))

    def find_department(self, item: str, region: str) -> str | None:
        """The entry of the smallest region that contains the place; None: nobody is responsible there."""
        fitting = [each for each in self._by_item.get(item, []) if covers(each[0], region)]
        return max(fitting, key=lambda each: len(region_prefix(each[0])), default=("", None))[1]


def reading_responsibility(items: Iterable[str]) -> Statement:
    return _RESPONSIBILITY, {"items": sorted(set(items))}


async def read_responsibility(connection: AsyncConnection, items: Iterable[str]) -> Responsibility:
    rows = await connection.execute(*reading_responsibility(items))
    return Responsibility((row.item, row.region, row.department) for row in rows)


def name_in(names: Mapping[str, Text], code: str, language: str) -> str:
    """A department without a row (it was abolished) keeps its code."""
    return names[code].in_language(language) if code in names else code
