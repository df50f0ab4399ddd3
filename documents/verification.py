"""How anybody finds out whether a paper is genuine: the code in its QR, and what the page about it says.

The code is random and says nothing about the case; whoever holds the paper holds the code.
"""

import secrets
from collections.abc import Mapping
from datetime import date
from textwrap import wrap
from typing import Literal

from forms.form_plan import Text

# Crockford's base 32: no I, L, O, U, so that a code read aloud or typed from paper has one reading.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 28  # 140 bits: at least the 128 that make guessing hopeless, and seven groups of four
GROUP_LENGTH = 4
LOOK_ALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})

DocumentStatus = Literal["valid", "expired", "revoked", "replaced", "suspended"]

STATUS_WORDS: Mapping[DocumentStatus, Text] = {
    "valid": Text("有效", "Valid"),
    "expired": Text("已过有效期", "Expired"),
    "revoked": Text("已撤销，不再有效", "Revoked, no longer valid"),
    "suspended": Text("暂停使用", "May not be used for now"),
    "replaced": Text("已被新的文书取代，不再有效", "Replaced by a newer paper, no longer valid"),
}


def new_verify_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def find_verify_code(typed: str) -> str | None:
    """The code that somebody typed, read as kindly as possible; None when it cannot be one."""
    code = "".join(typed.split()).replace("-", "").upper().translate(LOOK_ALIKES)
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else None


def grouped(code: str) -> str:
    """The code as it is printed: `ABCD-EFGH-…`."""
    return "-".join(wrap(code, GROUP_LENGTH))


def verify_url(public_url: str, *, code: str) -> str:
    return f"{public_url.rstrip('/')}/verify/{code}"


def status_on(
    day: date, *, valid_to: date | None, revoked: bool, replaced: bool = False, suspended: bool = False
) -> DocumentStatus:
    """The last day of validity is still valid. What was revoked stays so, whatever came after it."""
    if revoked:
        return "revoked"
    if replaced:
        return "replaced"
    if valid_to is not None and day > valid_to:
        return "expired"
    return "suspended" if suspended else "valid"


def masked_holder(name: str, *, is_company: bool = False) -> str:
    """A name that its bearer recognises and a stranger does not learn: 张三丰 is 张*丰, 王芳 is 王*.

    The names of companies are public and stay whole.
    """
    name = name.strip()
    if is_company or not name:
        return name
    if name.isascii():
        return " ".join(f"{part[0]}***" for part in name.split())
    return f"{name[0]}*" if len(name) <= 2 else f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"
