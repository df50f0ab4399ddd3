"""Codes of items, GB/T 39554.1-2020: basic code (基本编码), implementation code (实施编码), business code.

Basic, 12 digits: province 2 (`00` national), kind of item 2, domain 2, main item 3, sub-item 3 (`000` none).
Implementation, 31: the USCC of the department that implements it (18), its level (1 national to 6 village),
basic code. Business (业务办理项编码), 33: implementation code and 2 digits.
"""

import re
from collections.abc import Mapping
from datetime import date

from forms.values.checked import Checked, Invalid, Valid, compact
from forms.values.uscc import check_uscc

BASIC = re.compile(r"\d{12}")
_IMPLEMENTATION = re.compile(r"([0-9A-Z]{18})([1-6])(\d{12})")
_BUSINESS = re.compile(r"([0-9A-Z]{18}[1-6]\d{12})\d{2}")

# Permission, penalty, coercion, levy, benefit, inspection, confirmation, reward, adjudication, other powers,
# and public service.
KINDS: Mapping[str, str] = {
    "permission": "01",
    "levy": "04",
    "benefit": "05",
    "confirmation": "07",
    "other": "10",
    "service": "20",
}
_ALL_KINDS = frozenset({*(f"{number:02d}" for number in range(1, 11)), "20"})


def check_basic_code(text: str, *, today: date | None = None) -> Checked:
    code = compact(text)
    if not BASIC.fullmatch(code):
        return Invalid("basic_code.form", "基本编码应为 12 位数字", "A basic code has 12 digits")
    if code[2:4] not in _ALL_KINDS:
        return Invalid(
            "basic_code.kind",
            "基本编码第 3、4 位不是事项类型代码",
            "Digits 3 and 4 of a basic code are no kind of item",
        )
    if code[6:9] == "000":
        return Invalid(
            "basic_code.main",
            "基本编码第 7 至 9 位是主项编号，不能为 000",
            "Digits 7 to 9 of a basic code are the main item, never 000",
        )
    return Valid(code)


def kind_in(basic_code: str) -> str:
    """The two digits of a basic code that say what kind of item it is."""
    return basic_code[2:4]


def make_implementation_code(*, uscc: str, level: int, basic_code: str) -> str:
    """Of valid parts."""
    return f"{uscc}{level}{basic_code}"


def check_implementation_code(text: str, *, today: date | None = None) -> Checked:
    code = compact(text)
    parts = _IMPLEMENTATION.fullmatch(code)
    if parts is None:
        return Invalid(
            "implementation_code.form",
            "实施编码应为 31 位：18 位统一社会信用代码、1 位行使层级（1 至 6）、12 位基本编码",
            "An implementation code is a credit code (18), a level from 1 to 6 and a basic code (12)",
        )
    for problem in (check_uscc(parts[1]), check_basic_code(parts[3])):
        if isinstance(problem, Invalid):
            return problem
    return Valid(code)


def check_business_code(text: str, *, today: date | None = None) -> Checked:
    code = compact(text)
    parts = _BUSINESS.fullmatch(code)
    if parts is None:
        return Invalid(
            "business_code.form",
            "业务办理项编码应为 33 位：31 位实施编码和 2 位序号",
            "A business code is an implementation code (31) and 2 digits",
        )
    problem = check_implementation_code(parts[1])
    return problem if isinstance(problem, Invalid) else Valid(code)
