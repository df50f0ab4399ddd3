"""Bank card numbers: 16 to 19 digits with a Luhn check (ISO/IEC 7812-1)."""

import re
from datetime import date

from forms.values.checked import Checked, Invalid, Valid, compact


def check_bank_card(text: str, *, today: date | None = None) -> Checked:
    number = compact(text)
    if not re.fullmatch(r"[0-9]{16,19}", number):
        return Invalid(
            "bank_card.form", "银行卡号应为 16 至 19 位数字", "A bank card number has 16 to 19 digits"
        )
    if luhn_check(number[:-1]) != number[-1]:
        return Invalid(
            "bank_card.check",
            "银行卡号不正确，请核对是否输错",
            "The last digit does not fit the number; please look for a typing mistake",
        )
    return Valid(number)


def luhn_check(payload: str) -> str:
    """The digit that follows: from the right, every other digit counts double, the first one included."""
    total = 0
    for position, digit in enumerate(reversed(payload)):
        value = int(digit) * (2 if position % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)
