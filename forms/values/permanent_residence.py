"""Foreign permanent resident identity cards.

The card of 2023 has 18 digits: 9, region 2, nationality 3 (ISO 3166 numeric), birth 8, sequence 3, check 1
by the rule of GB 11643. The card before it has 3 letters (nationality) and 12 digits; its check is not
published in a form that could be tried, so only its form is looked at.
"""

import re
from datetime import date

from forms.values.checked import Checked, Invalid, Valid, compact
from forms.values.iso7064 import mod_11_2_check
from forms.values.resident_id import has_possible_birth


def check_permanent_residence(text: str, *, today: date | None) -> Checked:
    number = compact(text)
    if re.fullmatch(r"[A-Z]{3}[0-9]{12}", number):
        return Valid(number)
    if not re.fullmatch(r"9[0-9]{16}[0-9X]", number):
        return Invalid(
            "permanent_residence.form",
            "外国人永久居留身份证号应为 9 开头的 18 位，或旧版 3 个字母加 12 位数字",
            "The number has 18 characters beginning with 9, or 3 letters and 12 digits on the older card",
        )
    if not has_possible_birth(number, today=today):
        return Invalid(
            "permanent_residence.birth", "证件号中的出生日期不正确", "The date of birth is not possible"
        )
    if mod_11_2_check(number[:17]) != number[17]:
        return Invalid(
            "permanent_residence.check",
            "证件号校验位不正确，请核对是否输错",
            "The last character does not fit the number; please look for a typing mistake",
        )
    return Valid(number)
