"""A place in a region that is no more is in the region that goes on for it.

People, and registers elsewhere, name places as they were when a paper was made.
"""

from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from access.regions import LEVEL_DIGITS

# Longer chains are a mistake of whoever keeps the register, two regions that name each other even.
MOST_ENDS = 5
_DIGITS = 12

_HEIRS = text("""
    SELECT code, CASE WHEN valid_to <= ((now() + clock_offset) AT TIME ZONE 'Asia/Shanghai')::date
        THEN successor END AS heir
    FROM region, installation WHERE code = ANY(:codes)
""")


async def regions_of_today(connection: AsyncConnection, places: Iterable[str]) -> dict[str, str]:
    """By place of 12 digits: itself, or the region that has taken over the one that it lay in."""
    now = {place: place for place in places}
    for _ in range(MOST_ENDS if now else 0):
        around = {place: _around(region) for place, region in now.items()}
        codes = sorted({code for each in around.values() for code in each})
        heirs = {row.code: row.heir for row in await connection.execute(_HEIRS, {"codes": codes})}
        moved: dict[str, str] = {}
        for place, each in around.items():
            nearest = next((code for code in each if code in heirs), "")
            if heirs.get(nearest):
                moved[place] = heirs[nearest]
        if not moved:
            break
        now |= moved
    return now


def _around(place: str) -> list[str]:
    """Regions that it may lie in, the smallest first."""
    larger = (place[:digits].ljust(_DIGITS, "0") for digits in reversed(LEVEL_DIGITS))
    return list(dict.fromkeys((place, *larger)))
