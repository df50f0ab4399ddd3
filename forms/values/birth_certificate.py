"""Numbers of birth medical certificates: edition letter, province 2, serial 7. There is no check digit."""

import re
from datetime import date

from forms.values.checked import Checked, Invalid, Valid, compact
from forms.values.region_code import PROVINCES


def check_birth_certificate(text: str, *, today: date | None = None) -> Checked:
    number = compact(text)
    if not re.fullmatch(r"[A-Z][0-9]{9}", number):
        return Invalid(
            "birth_certificate.form",
            "出生医学证明编号应为 1 个字母加 9 位数字",
            "A birth certificate number has 1 letter and 9 digits",
        )
    if number[1:3] not in PROVINCES:
        return Invalid(
            "birth_certificate.province",
            "出生医学证明编号中的省级代码不存在",
            "The birth certificate number names no province",
        )
    return Valid(number)
