"""Names of people, and the characters that a newborn's name may have.

The name of a newborn may use the 8105 characters of the Table of General Standard Chinese Characters
(通用规范汉字表, State Council 2013), and the dot between the parts of a name. Names that people already
bear may hold any letters.
"""

import re
import unicodedata
from datetime import date
from functools import lru_cache
from pathlib import Path

from forms.values.checked import Checked, Invalid, Valid

LONGEST_NAME = 50
NAME_DOT = "·"

_DATA_FILE = Path(__file__).parent / "data" / "permitted_characters.txt"
_OTHER_DOTS = re.compile("[‧•・・᛫●.．]")  # what keyboards and older systems write for the dot
_BETWEEN_PARTS = frozenset(" -'’." + NAME_DOT)
_IDEOGRAPHIC_ZERO = "〇"


def check_person_name(text: str, *, today: date | None = None) -> Checked:
    """The normal form is NFC, with single spaces and the dot U+00B7 between the parts."""
    name = _normal(text)
    if not name:
        return Invalid("name.empty", "请填写姓名", "Please give the name")
    if len(name) > LONGEST_NAME:
        return Invalid(
            "name.long", f"姓名不能超过 {LONGEST_NAME} 个字", f"A name has at most {LONGEST_NAME} characters"
        )
    if not all(_is_letter(c) or c in _BETWEEN_PARTS for c in name):
        return Invalid(
            "name.characters",
            "姓名只能包含文字、间隔号“·”、空格、句点和连字符",
            "A name holds only letters, the dots '·' and '.', spaces and hyphens",
        )
    if name[0] in _BETWEEN_PARTS or (name[-1] in _BETWEEN_PARTS and name[-1] != "."):
        return Invalid("name.edge", "姓名不能以符号开头或结尾", "A name does not begin or end with a sign")
    return Valid(name)


def check_newborn_name(text: str, *, today: date | None = None) -> Checked:
    """Surname and given name together, so at least two characters."""
    checked = check_person_name(text)
    if isinstance(checked, Invalid):
        return checked
    wrong = first_not_permitted(checked.normal)
    if wrong is not None:
        return Invalid(
            "newborn_name.character",
            f"“{wrong}”不在《通用规范汉字表》内，不能用于新生儿姓名",
            f"'{wrong}' is not in the Table of General Standard Chinese Characters",
        )
    if len(checked.normal) < 2:
        return Invalid("newborn_name.short", "请填写姓和名", "Please give both surname and given name")
    return checked


def first_not_permitted(name: str) -> str | None:
    """The first character that a newborn's name may not have, or None."""
    permitted = permitted_characters()
    return next((c for c in _normal(name) if c not in permitted and c != NAME_DOT), None)


@lru_cache(maxsize=1)
def permitted_characters() -> frozenset[str]:
    lines = _DATA_FILE.read_text("utf-8").splitlines()
    return frozenset("".join(line for line in lines if not line.startswith("#")))


def _normal(text: str) -> str:
    name = unicodedata.normalize("NFC", text)
    name = re.sub(r"\s+", " ", name).strip()
    if any(_is_ideograph(c) for c in name):
        name = _OTHER_DOTS.sub(NAME_DOT, name)
    return name


def _is_letter(character: str) -> bool:
    # Marks belong to the letters of scripts such as Mongolian and Tibetan. Private characters (Co) have
    # no meaning outside the system that made them up, so they are refused.
    return unicodedata.category(character)[0] in "LM" or character == _IDEOGRAPHIC_ZERO


def _is_ideograph(character: str) -> bool:
    return unicodedata.name(character, "").startswith("CJK UNIFIED IDEOGRAPH")
