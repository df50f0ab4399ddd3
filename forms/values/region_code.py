"""Administrative regions: GB/T 2260 codes, as government services use them: 12 digits padded with zeros.

Two digits for the province, two for the city, two for the county, three for the town, three for the village.
"""

import re
from datetime import date
from typing import Literal

from forms.values.checked import Checked, Invalid, Valid, compact

RegionLevel = Literal["province", "city", "county", "town", "village"]

_PROVINCES_BY_AREA = (
    range(11, 16),
    range(21, 24),
    range(31, 38),
    range(41, 47),
    range(50, 55),
    range(61, 66),
    (71, 81, 82),
)
PROVINCES = frozenset(str(code) for area in _PROVINCES_BY_AREA for code in area)
LENGTH = 12
_ENDS: tuple[tuple[RegionLevel, int], ...] = (
    ("province", 2),
    ("city", 4),
    ("county", 6),
    ("town", 9),
    ("village", 12),
)


def check_region_code(text: str, *, today: date | None = None) -> Checked:
    """6, 9 or 12 digits; the normal form has 12. Whether the region exists is for the table of regions."""
    code = compact(text)
    if not re.fullmatch(r"[0-9]{6}|[0-9]{9}|[0-9]{12}", code):
        return Invalid(
            "region_code.form", "区划代码应为 6、9 或 12 位数字", "A region code has 6, 9 or 12 digits"
        )
    if code[:2] not in PROVINCES:
        return Invalid(
            "region_code.province", "区划代码的省级代码不存在", "The region code names no province"
        )
    return Valid(code.ljust(LENGTH, "0"))


def level_of(code: str) -> RegionLevel:
    """The level of a 12-digit code: the last one whose digits are not all zero."""
    significant = len(code.rstrip("0"))
    return next(level for level, end in _ENDS if significant <= end)


def parent_of(code: str) -> str | None:
    """The 12-digit code one level up; None for a province."""
    end = dict(_ENDS)[level_of(code)]
    above = [shorter for _, shorter in _ENDS if shorter < end]
    return code[: above[-1]].ljust(LENGTH, "0") if above else None


def covers(upper: str, lower: str) -> bool:
    """Whether the region `lower` is `upper` or lies in it; both 12 digits."""
    return lower.startswith(upper[: dict(_ENDS)[level_of(upper)]])
