"""Unified social credit codes, GB 32100-2015.

18 characters: authority 1, category 1, region 6, subject 9 (an organisation code of GB 11714 with a check
of its own), check 1. The letters I, O, S, V, Z are not used.
"""

import re
from datetime import date

from forms.values.checked import Checked, Invalid, Valid, compact

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_AUTHORITIES = "123456789ANY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_SUBJECT_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_FORM = re.compile(f"[{_AUTHORITIES}][{_ALPHABET}][0-9]{{6}}[{_ALPHABET}]{{10}}")


def check_uscc(text: str, *, today: date | None = None) -> Checked:
    code = compact(text)
    if not _FORM.fullmatch(code):
        return Invalid(
            "uscc.form",
            "统一社会信用代码应为 18 位数字或大写字母（不含 I、O、S、V、Z）",
            "A unified social credit code has 18 digits or capitals, without I, O, S, V and Z",
        )
    if uscc_check(code[:17]) != code[17] or subject_check(code[8:16]) != code[16]:
        return Invalid(
            "uscc.check",
            "统一社会信用代码校验位不正确，请核对是否输错",
            "The check characters do not fit the code; please look for a typing mistake",
        )
    return Valid(code)


def uscc_check(first17: str) -> str:
    total = sum(_ALPHABET.index(c) * weight for c, weight in zip(first17, _WEIGHTS, strict=True))
    return _ALPHABET[-total % len(_ALPHABET)]


def subject_check(first8: str) -> str:
    """The 9th character of an organisation code (GB 11714), where A is 10 and Z is 35."""
    total = sum(int(c, 36) * weight for c, weight in zip(first8, _SUBJECT_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def make_uscc(*, kind: str, region: str, subject: str) -> str:
    """A code for synthetic bodies: `kind` 2 characters, `region` 6 digits, `subject` 8 characters."""
    first17 = kind + region + subject + subject_check(subject)
    return first17 + uscc_check(first17)
