"""Mobile numbers of the mainland. Stored as E.164, shown in groups of 3, 4 and 4."""

import re
import unicodedata
from datetime import date

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from forms.values.checked import Checked, Invalid, Valid

COUNTRY = "CN"
COUNTRY_PREFIX = "+86"
_TYPED = re.compile(r"[0-9+()\s‐-―-]{11,30}")
_MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
_INVALID = Invalid(
    "phone.form",
    "请输入 11 位中国大陆手机号码",
    "Please give a mobile number of mainland China: 11 digits that begin with 1",
)


def check_phone(text: str, *, today: date | None = None) -> Checked:
    if not _TYPED.fullmatch(text := unicodedata.normalize("NFKC", text)):
        return _INVALID  # the library would read letters as keys of a telephone
    try:
        number = phonenumbers.parse(text, COUNTRY)
    except NumberParseException:
        return _INVALID
    if not phonenumbers.is_valid_number_for_region(number, COUNTRY):
        return _INVALID
    if phonenumbers.number_type(number) not in _MOBILE:
        return _INVALID
    return Valid(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def show_phone(normal: str) -> str:
    """`+8613800138000` as `138 0013 8000`."""
    digits = national_digits(normal)
    return f"{digits[:3]} {digits[3:7]} {digits[7:]}"


def national_digits(normal: str) -> str:
    return normal.removeprefix(COUNTRY_PREFIX)
