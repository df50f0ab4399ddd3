"""Masks: what may be shown of a personal value to people who need not see it whole."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from forms.values.phone import COUNTRY_PREFIX, national_digits

STAR = "*"


def mask_middle(text: str, *, head: int, tail: int) -> str:
    """Stars for all but `head` and `tail` characters; all stars when less than half would be hidden."""
    hidden = len(text) - head - tail
    if hidden * 2 < len(text):
        return STAR * len(text)
    return text[:head] + STAR * hidden + text[len(text) - tail :]


def mask_id(number: str) -> str:
    """`11010519491231002X` as `110***********002X`."""
    return mask_middle(number, head=3, tail=4)


def mask_name(name: str) -> str:
    """`张三丰` as `张*丰`, `张三` as `张*`."""
    if len(name) <= 2:
        return name[:1] + STAR * (len(name) - 1)
    return name[0] + STAR * (len(name) - 2) + name[-1]


def mask_phone(phone: str) -> str:
    """`+8613800138000` as `138****8000`."""
    digits = national_digits(phone)
    if phone.startswith(COUNTRY_PREFIX) or len(digits) == 11:
        return digits[:3] + STAR * max(len(digits) - 7, 0) + digits[-4:]
    return mask_middle(digits, head=0, tail=4)


def mask_account(number: str) -> str:
    """The last four digits."""
    return mask_middle(number, head=0, tail=4)


def mask_email(address: str) -> str:
    """`zhang@example.org` as `z****@example.org`; a name of one letter is hidden whole."""
    name, at, domain = address.partition("@")
    hidden = name[:1] + STAR * (len(name) - 1) if len(name) > 1 else STAR
    return hidden + at + domain


def mask_address(address: str) -> str:
    """The first six characters, which name province and city; the rest is hidden, its length too."""
    return address[:6] + STAR * 4 if len(address) > 6 else mask_all(address)


def mask_date(text: str) -> str:
    """`1990-05-17` as `1990-**-**`; a moment loses its time as well."""
    return text[:4] + "-**-**"


def mask_all(text: str) -> str:
    return STAR * 4 if text else ""


MASKS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "name": mask_name,
        "newborn_name": mask_name,
        "resident_id": mask_id,
        "permanent_residence": mask_id,
        "phone": mask_phone,
        "email": mask_email,
        "address": mask_address,
        "date": mask_date,
        "datetime": mask_date,
        "bank_card": mask_account,
        "birth_certificate_no": mask_account,
        "marriage_certificate_no": mask_account,
        "number_text": mask_account,
        "uscc": mask_id,
    }
)


def mask_by_type(type_name: str, text: str) -> str:
    """The mask of a value type; a type that has none of its own hides everything."""
    return MASKS.get(type_name, mask_all)(text)
