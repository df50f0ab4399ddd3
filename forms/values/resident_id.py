"""Resident identity numbers, GB 11643-1999: region 6, birth 8, sequence 3 (odd male, even female), check 1.

Also the numbers of residence permits for people from Hong Kong, Macao (81, 82) and Taiwan (83), which have
the same form. The county of a number may have been abolished since, so only the province is looked at.
"""

import re
from datetime import date
from typing import Literal

from forms.values.checked import Checked, Invalid, Valid, compact
from forms.values.iso7064 import mod_11_2_check
from forms.values.region_code import PROVINCES

Sex = Literal["male", "female"]

PREFIXES = PROVINCES | {"83"}
OLDEST_AGE_YEARS = 150


def check_resident_id(text: str, *, today: date | None) -> Checked:
    """The normal form has 18 characters; an old number of 15 digits is lengthened.

    Without `today` the birth date need only exist.
    """
    number = compact(text)
    if re.fullmatch(r"[0-9]{15}", number):
        number = lengthen(number)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return Invalid(
            "resident_id.form",
            "身份证号应为 18 位，前 17 位为数字，末位为数字或 X",
            "An identity number has 17 digits and a last digit or X",
        )
    if number[:2] not in PREFIXES:
        return Invalid(
            "resident_id.region",
            "身份证号的地区代码不存在",
            "The identity number starts with no known region",
        )
    if not has_possible_birth(number, today=today):
        return Invalid(
            "resident_id.birth",
            "身份证号中的出生日期不正确",
            "The date of birth in the number is not possible",
        )
    if mod_11_2_check(number[:17]) != number[17]:
        return Invalid(
            "resident_id.check",
            "身份证号校验位不正确，请核对是否输错",
            "The last character does not fit the number; please look for a typing mistake",
        )
    return Valid(number)


def lengthen(fifteen: str) -> str:
    """The 18-character form of a number of the first generation, which had no century and no check."""
    seventeen = fifteen[:6] + "19" + fifteen[6:]
    return seventeen + mod_11_2_check(seventeen)


def make_resident_id(*, region: str, birth: date, sequence: int) -> str:
    """A number for synthetic people. `region` has 6 digits, `sequence` is 0 to 999."""
    seventeen = f"{region}{birth:%Y%m%d}{sequence:03d}"
    return seventeen + mod_11_2_check(seventeen)


def birth_of(number: str) -> date:
    """The date of birth in a valid number of 18 characters."""
    return date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")


def sex_of(number: str) -> Sex:
    return "male" if int(number[16]) % 2 else "female"


def has_possible_birth(number: str, *, today: date | None) -> bool:
    try:
        birth = birth_of(number)
    except ValueError:
        return False
    return today is None or (birth <= today and today.year - birth.year <= OLDEST_AGE_YEARS)
