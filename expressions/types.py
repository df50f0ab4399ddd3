"""The value types of expressions, and the way of a value into CEL and back.

CEL knows moments but no days. A date travels as midnight in Shanghai, so that comparing two dates, or a
date with a moment, means what an official means by it.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class ValueType(StrEnum):
    BOOL = "bool"
    INT = "int"
    STRING = "string"
    DATE = "date"
    TIMESTAMP = "timestamp"
    STRINGS = "list<string>"


class FactOfWrongType(Exception):
    """A fact is not of its variable's declared type. Names no value: it may be personal."""

    def __init__(self, variable: str, *, expected: ValueType, got: type) -> None:
        super().__init__(f"{variable}: expected {expected}, got {got.__name__}")
        self.variable = variable


_LONG_AGO = datetime(1970, 1, 1, tzinfo=SHANGHAI)

DEFAULTS: Mapping[ValueType, object] = MappingProxyType(
    {
        ValueType.BOOL: False,
        ValueType.INT: 0,
        ValueType.STRING: "",
        ValueType.DATE: _LONG_AGO,
        ValueType.TIMESTAMP: _LONG_AGO,
        ValueType.STRINGS: [],
    }
)
"""What an absent fact counts as, in CEL's form; `given.<variable>` tells an absent fact from its default."""


def to_cel(value: object, *, variable: str, value_type: ValueType) -> object:
    """The value as CEL takes it.

    Dates may come as `date` or ISO text, moments as aware `datetime` or ISO text. Raises FactOfWrongType.
    """
    converted = _converted(value, value_type)
    if converted is None:
        raise FactOfWrongType(variable, expected=value_type, got=type(value))
    return converted


def _converted(value: object, value_type: ValueType) -> object | None:
    match value_type:
        case ValueType.BOOL:
            return value if isinstance(value, bool) else None
        case ValueType.INT:
            return value if isinstance(value, int) and not isinstance(value, bool) else None
        case ValueType.STRING:
            return str(value) if isinstance(value, str) else None
        case ValueType.DATE:
            return _midnight(value)
        case ValueType.TIMESTAMP:
            return _moment(value)
        case ValueType.STRINGS:
            return _strings(value)


def _strings(value: object) -> list[str] | None:
    if not isinstance(value, list | tuple):
        return None
    items = [item for item in value if isinstance(item, str)]
    return items if len(items) == len(value) else None


def _midnight(value: object) -> datetime | None:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time(), SHANGHAI)
    return None


def _moment(value: object) -> datetime | None:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, datetime) and value.tzinfo is not None else None


def from_cel(value: object, *, value_type: ValueType) -> object:
    """A result as a plain value: `date` for a date, Shanghai time for a moment, a tuple for a list."""
    if isinstance(value, datetime):
        moment = value.astimezone(SHANGHAI)
        return moment.date() if value_type is ValueType.DATE else moment
    if isinstance(value, list):
        return tuple(value)
    return value
