"""Case numbers: region 6, date 8, serial 8, check 1 (ISO 7064 MOD 11,10); a sub-case adds `-nn`.

The check digit finds a number that was misheard on the phone before anybody searches for it.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from forms.values.checked import Checked, Invalid, Valid
from forms.values.iso7064 import hybrid_check

_FORM = re.compile(r"(?P<region>[0-9]{6})(?P<day>[0-9]{8})(?P<serial>[0-9]{8})[0-9](?:-(?P<sub>[0-9]{2}))?")
LENGTH = 23


@dataclass(frozen=True, slots=True)
class CaseNumber:
    region: str
    day: date
    serial: int
    sub: int | None = None


def make_case_number(*, region: str, day: date, serial: int) -> str:
    """The number of a parent case; a region of 12 digits gives its first 6. `serial` up to 99999999."""
    if not 0 <= serial < 10**8:
        raise ValueError("a serial has at most 8 digits")
    first22 = f"{region[:6]}{day:%Y%m%d}{serial:08d}"
    return first22 + _check_of(first22)


def make_sub_case_number(parent: str, *, sub: int) -> str:
    """The number of the item number `sub` (1 to 99) of the case `parent`."""
    if not 1 <= sub <= 99:
        raise ValueError("a case has at most 99 sub-cases")
    return f"{parent}-{sub:02d}"


def parse_case_number(text: str) -> CaseNumber | None:
    """The parts of a number in its normal form; None when it is none or its check digit does not fit."""
    found = _FORM.fullmatch(text)
    if found is None or _check_of(text[:22]) != text[22] or found["sub"] == "00":
        return None
    try:
        day = date.fromisoformat(f"{found['day'][:4]}-{found['day'][4:6]}-{found['day'][6:]}")
    except ValueError:
        return None
    sub = int(found["sub"]) if found["sub"] else None
    return CaseNumber(found["region"], day, int(found["serial"]), sub)


def parent_number(text: str) -> str:
    """The case number of a sub-case number; a case number itself stays as it is."""
    return text[:LENGTH]


def check_case_number(text: str, *, today: date | None = None) -> Checked:
    """Spaces between groups are taken out; the hyphen of a sub-case stays."""
    number = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if parse_case_number(number) is None:
        return Invalid(
            "case_number.wrong",
            "办件编号不正确，请核对是否输错",
            "This is no case number; please look for a typing mistake",
        )
    return Valid(number)


def _check_of(first22: str) -> str:
    return str(hybrid_check(map(int, first22), modulus=10))
