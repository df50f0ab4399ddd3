"""The organisation as a check of definitions wants it, and what stands outside of the installation."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, text

from database.connection import Connection
from engine.outside import known_outside
from matter_definitions.language.organisation import (
    DepartmentModel,
    RegionModel,
    RemedyModel,
    ResponsibilityModel,
)
from matter_definitions.language.texts import Words
from matter_definitions.library_index import Library, StaffMember

_LASTS = """
    (valid_to IS NULL OR valid_to > (
        SELECT ((now() + clock_offset) AT TIME ZONE 'Asia/Shanghai')::date FROM installation))
"""
_REGIONS = text(f"SELECT code, name_zh, name_en, parent FROM region WHERE {_LASTS} ORDER BY code")  # noqa: S608
_DEPARTMENTS = text(
    f"SELECT code, kind, also, region, name_zh, name_en FROM department WHERE {_LASTS} ORDER BY code"  # noqa: S608
)
_REMEDIES = text("""
    SELECT region, department_kind, authority_zh, authority_en, court_zh, court_en, days, months FROM remedy
    ORDER BY region, department_kind
""")
_RESPONSIBILITY = text("SELECT item, region, department FROM responsibility ORDER BY item, region")
_STAFF = text(
    f"SELECT department, rank, items FROM officer WHERE role = 'officer' AND {_LASTS} ORDER BY id"  # noqa: S608
)


async def read_organisation(connection: Connection) -> Library:
    regions, departments, responsibility, staff = await connection.execute_together(
        (_REGIONS, {}), (_DEPARTMENTS, {}), (_RESPONSIBILITY, {}), (_STAFF, {})
    )
    return Library(
        regions={each.code: each for each in map(_region, regions)},
        departments={each.code: each for each in map(_department, departments)},
        responsibility=tuple(ResponsibilityModel.model_construct(**row._mapping) for row in responsibility),
        remedies=await read_remedies(connection),
        staff=_by_department(staff),
        outside=known_outside(),
    )


async def read_remedies(connection: Connection) -> dict[tuple[str, str], RemedyModel]:
    """By region and kind of department ('' for all)."""
    return {
        (row.region, row.department_kind): RemedyModel.model_construct(
            region=row.region,
            department=row.department_kind or None,
            authority=Words.model_construct(zh=row.authority_zh, en=row.authority_en),
            court=Words.model_construct(zh=row.court_zh, en=row.court_en),
            days=row.days,
            months=row.months,
        )
        for row in await connection.execute(_REMEDIES)
    }


def _by_department(rows: Iterable[Row[Any]]) -> dict[str, tuple[StaffMember, ...]]:
    found: defaultdict[str, list[StaffMember]] = defaultdict(list)
    for row in rows:
        found[row.department].append(StaffMember(row.rank, frozenset(row.items)))
    return {department: tuple(people) for department, people in found.items()}


# What stands in the tables was looked at when it was written.
def _region(row: Row[Any]) -> RegionModel:
    return RegionModel.model_construct(code=row.code, title=_words(row), parent=row.parent)


def _department(row: Row[Any]) -> DepartmentModel:
    return DepartmentModel.model_construct(
        code=row.code, kind=row.kind, also=list(row.also), region=row.region, title=_words(row)
    )


def _words(row: Row[Any]) -> Words:
    return Words.model_construct(zh=row.name_zh, en=row.name_en)
