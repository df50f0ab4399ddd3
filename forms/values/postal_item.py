"""Numbers of parcels: S10 of the Universal Postal Union (RA123456785CN), or 13 digits of domestic EMS."""

import re
from datetime import date

from forms.values.checked import Checked, Invalid, Valid, compact

_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def check_postal_item(text: str, *, today: date | None = None) -> Checked:
    """Domestic numbers begin with 1 and carry no check."""
    number = compact(text)
    if re.fullmatch(r"1[0-9]{12}", number):
        return Valid(number)
    if not re.fullmatch(r"[A-Z]{2}[0-9]{9}[A-Z]{2}", number):
        return Invalid(
            "postal_item.form",
            "邮件号应为 13 位数字，或 2 个字母、9 位数字加 2 个字母",
            "A parcel number has 13 digits, or 2 letters, 9 digits and 2 letters",
        )
    if s10_check(number[2:10]) != number[10]:
        return Invalid(
            "postal_item.check",
            "邮件号校验位不正确，请核对是否输错",
            "The check digit does not fit the number; please look for a typing mistake",
        )
    return Valid(number)


def s10_check(serial8: str) -> str:
    remainder = 11 - sum(int(d) * weight for d, weight in zip(serial8, _WEIGHTS, strict=True)) % 11
    return {10: "0", 11: "5"}.get(remainder, str(remainder))
