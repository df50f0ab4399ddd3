"""Free text, addresses, mail addresses and plain numbers that are only kept, never computed with."""

import re
import unicodedata
from datetime import date

from forms.values.checked import Checked, Invalid, Valid

LONGEST_TEXT = 2000
LONGEST_ADDRESS = 200
LONGEST_EMAIL = 254  # RFC 5321: what fits into a path

_EMAIL = re.compile(
    r"[A-Za-z0-9._%+'-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
# Marks that turn the direction of writing make a text look like another one.
_TURNING_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def check_text(text: str, *, today: date | None = None) -> Checked:
    """NFC, without spaces around it; lines are kept, other control characters are refused."""
    normal = unicodedata.normalize("NFC", text).replace("\r\n", "\n").strip()
    if any(_is_unprintable(c) for c in normal) or _TURNING_MARKS.search(normal):
        return Invalid(
            "text.characters", "内容含有无法显示的字符", "The text holds characters that cannot be shown"
        )
    if len(normal) > LONGEST_TEXT:
        return too_long("text", LONGEST_TEXT)
    return Valid(normal)


def check_address(text: str, *, today: date | None = None) -> Checked:
    """One line."""
    checked = check_text(" ".join(text.split()))
    if isinstance(checked, Valid) and len(checked.normal) > LONGEST_ADDRESS:
        return too_long("address", LONGEST_ADDRESS)
    return checked


def check_email(text: str, *, today: date | None = None) -> Checked:
    address = unicodedata.normalize("NFKC", text).strip()
    name, _, domain = address.rpartition("@")
    if not _EMAIL.fullmatch(address) or len(address) > LONGEST_EMAIL or ".." in name:
        return Invalid("email.form", "电子邮箱格式不正确", "This is not a mail address")
    return Valid(f"{name}@{domain.lower()}")


def check_number_text(text: str, *, today: date | None = None) -> Checked:
    """A number of a book, a room or a file: digits, capitals, hyphens and slashes."""
    number = unicodedata.normalize("NFKC", text).replace(" ", "").upper()
    if not re.fullmatch(r"[0-9A-Z][0-9A-Z/-]{0,39}", number):
        return Invalid(
            "number_text.form",
            "编号只能包含数字、字母、“-”和“/”，最多 40 位",
            "A number holds only digits, letters, '-' and '/', at most 40",
        )
    return Valid(number)


def too_long(type_name: str, most: int) -> Invalid:
    return Invalid(f"{type_name}.long", f"不能超过 {most} 个字", f"At most {most} characters")


def too_short(type_name: str, least: int) -> Invalid:
    return Invalid(f"{type_name}.short", f"至少 {least} 个字", f"At least {least} characters")


def _is_unprintable(character: str) -> bool:
    # Cc control, Cs half of a surrogate pair (PostgreSQL cannot store it), Cn unassigned.
    return unicodedata.category(character) in ("Cc", "Cs", "Cn") and character not in "\n\t"
