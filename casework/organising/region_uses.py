"""What lies in each region, for whoever ends one: nothing may be left in a place that is no more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import text

from database.connection import Connection

UseKind = Literal["department", "post", "hall", "responsibility", "remedy", "case"]

# A post of a department that ends goes over with it.
_USES = text("""
    SELECT region, what, max(until) AS until, count(*) AS number,
        (array_agg(code ORDER BY until DESC, code))[1:3] AS examples
    FROM (
        SELECT region, 'department' AS what, code, coalesce(valid_to, '9999-12-31') AS until FROM department
        UNION ALL SELECT p.region, 'post', p.code, least(p.valid_to, d.valid_to, '9999-12-31')
        FROM post p LEFT JOIN department d ON d.code = p.department
        UNION ALL SELECT region, 'hall', code, coalesce(valid_to, '9999-12-31') FROM hall
        UNION ALL SELECT region, 'responsibility', item, NULL FROM responsibility
        UNION ALL SELECT region, 'remedy', department_kind, NULL FROM remedy
        UNION ALL
        SELECT place, 'case', case_no, NULL FROM matter_case, unnest(regions) AS place WHERE standing = 'open'
    ) AS used WHERE region IS NOT NULL GROUP BY region, what ORDER BY region, what
""")


@dataclass(frozen=True, slots=True)
class Use:
    """`until`: the first day on which the last of them is there no more; None: it goes over to the region's
    successor by itself. `examples`: codes of some that are there longest."""

    what: UseKind
    number: int
    until: date | None = None
    examples: tuple[str, ...] = ()


async def read_region_uses(connection: Connection) -> Mapping[str, tuple[Use, ...]]:
    """By region; as the engine."""
    found: dict[str, tuple[Use, ...]] = {}
    for row in await connection.execute(_USES):
        use = Use(row.what, row.number, row.until, tuple(row.examples))
        found[row.region] = (*found.get(row.region, ()), use)
    return found
