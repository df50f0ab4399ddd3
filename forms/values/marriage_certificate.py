"""Numbers of marriage certificates since 2004: J, region 6, year 4, serial 6. There is no check digit."""

import re
from datetime import date

from forms.values.checked import Checked, Invalid, Valid, compact
from forms.values.region_code import PROVINCES

FIRST_YEAR = 2004


def check_marriage_certificate(text: str, *, today: date | None) -> Checked:
    """The normal form has no hyphens: `J3301062024000123`."""
    number = compact(text)
    if not re.fullmatch(r"J[0-9]{16}", number):
        return Invalid(
            "marriage_certificate.form",
            "结婚证字号应为 J 加 16 位数字",
            "A marriage certificate number has a J and 16 digits",
        )
    year = int(number[7:11])
    last_year = today.year if today else 9999
    if number[1:3] not in PROVINCES or not FIRST_YEAR <= year <= last_year:
        return Invalid(
            "marriage_certificate.content",
            "结婚证字号中的地区或年份不正确",
            "The region or the year in the marriage certificate number is not possible",
        )
    return Valid(number)
