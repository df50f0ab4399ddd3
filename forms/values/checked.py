"""What a check of a value answers: the value in its normal form, or what is wrong with it in words."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Valid(Generic[T_co]):
    """The value as it is stored and compared."""

    normal: T_co


@dataclass(frozen=True, slots=True)
class Invalid:
    """`code` is stable, `<type>.<reason>`; the texts never repeat a whole value, which may be personal."""

    code: str
    zh: str
    en: str


Checked = Valid[str] | Invalid

_SEPARATORS = re.compile(r"[\s‐-―-]")


def compact(text: str) -> str:
    """A number as people type it, without spaces and hyphens, full-width characters made plain, capitals."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
