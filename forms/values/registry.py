"""The value types that a field may have, and the one check for all of them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal, Protocol

from expressions.types import ValueType as CelType
from forms.form_plan import Sensitivity
from forms.values import json_values
from forms.values.bank_card import check_bank_card
from forms.values.birth_certificate import check_birth_certificate
from forms.values.checked import Checked, Invalid, Valid
from forms.values.marriage_certificate import check_marriage_certificate
from forms.values.masking import mask_by_type
from forms.values.permanent_residence import check_permanent_residence
from forms.values.person_name import check_newborn_name, check_person_name
from forms.values.phone import check_phone
from forms.values.region_code import check_region_code
from forms.values.resident_id import check_resident_id
from forms.values.text import check_address, check_email, check_number_text, check_text, too_long, too_short
from forms.values.uscc import check_uscc

FormValue = str | int | bool
Widget = Literal[
    "text", "textarea", "email", "tel", "number", "date", "datetime", "choice", "yes_no", "region"
]


class CheckText(Protocol):
    def __call__(self, text: str, *, today: date | None) -> Checked: ...


@dataclass(frozen=True, slots=True)
class ValueType:
    """`check` is for values that are text; `check_json` for those that JSON has a type for."""

    name: str
    cel_type: CelType
    widget: Widget
    sensitivity: Sensitivity
    check: CheckText | None = None
    check_json: Callable[[object], Valid[int] | Valid[bool] | Invalid] | None = None

    def mask(self, value: FormValue) -> str:
        return mask_by_type(self.name, str(value))


def _text_type(
    name: str, check: CheckText, *, sensitivity: Sensitivity = "personal", widget: Widget = "text"
) -> ValueType:
    return ValueType(name, CelType.STRING, widget, sensitivity, check=check)


_TYPES = (
    _text_type("text", check_text, widget="textarea"),
    _text_type("name", check_person_name),
    _text_type("newborn_name", check_newborn_name),
    _text_type("resident_id", check_resident_id, sensitivity="sensitive"),
    _text_type("permanent_residence", check_permanent_residence, sensitivity="sensitive"),
    _text_type("phone", check_phone, sensitivity="sensitive", widget="tel"),
    _text_type("email", check_email, widget="email"),
    ValueType("date", CelType.DATE, "date", "personal", check=json_values.check_date),
    ValueType("datetime", CelType.TIMESTAMP, "datetime", "personal", check=json_values.check_datetime),
    ValueType("integer", CelType.INT, "number", "personal", check_json=json_values.check_integer),
    ValueType("boolean", CelType.BOOL, "yes_no", "personal", check_json=json_values.check_boolean),
    ValueType("code", CelType.STRING, "choice", "personal"),
    _text_type("region", check_region_code, sensitivity="plain", widget="region"),
    _text_type("address", check_address, sensitivity="sensitive"),
    _text_type("bank_card", check_bank_card, sensitivity="sensitive"),
    ValueType("money_fen", CelType.INT, "number", "personal", check_json=json_values.check_money_fen),
    _text_type("birth_certificate_no", check_birth_certificate, sensitivity="sensitive"),
    _text_type("marriage_certificate_no", check_marriage_certificate, sensitivity="sensitive"),
    _text_type("uscc", check_uscc, sensitivity="plain"),
    _text_type("number_text", check_number_text),
)

VALUE_TYPES: Mapping[str, ValueType] = MappingProxyType(
    {value_type.name: value_type for value_type in _TYPES}
)


def check_value(
    type_name: str,
    value: object,
    *,
    today: date | None,
    options: Collection[str] = (),
    min_length: int | None = None,
    max_length: int | None = None,
) -> Valid[FormValue] | Invalid:
    """The value of a field in its normal form, or what is wrong with it.

    `value` is what JSON or a page's form brought. `options` are the codes of a `code` field; the lengths
    are those that the field itself demands. An empty text is refused: whether a field may stay empty is
    decided before. Raises KeyError for a type that does not exist.
    """
    value_type = VALUE_TYPES[type_name]
    if value_type.check_json is not None:
        return value_type.check_json(value)
    if not isinstance(value, str):
        return Invalid(f"{type_name}.not_text", "内容的类型不正确", "This value should be a text")
    if not value.strip():
        return Invalid(f"{type_name}.empty", "请填写此项", "Please fill this in")
    if value_type.check is None:
        return json_values.check_code(value, options=options)
    checked = value_type.check(value, today=today)
    return _of_length(checked, type_name, min_length=min_length, max_length=max_length)


def _of_length(
    checked: Checked, type_name: str, *, min_length: int | None, max_length: int | None
) -> Checked:
    if isinstance(checked, Invalid):
        return checked
    if max_length is not None and len(checked.normal) > max_length:
        return too_long(type_name, max_length)
    if min_length is not None and len(checked.normal) < min_length:
        return too_short(type_name, min_length)
    return checked
