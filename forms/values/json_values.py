"""Values that JSON has types for, or that have an ISO text: booleans, integers, dates, moments, codes."""

import re
from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from forms.values.checked import Checked, Invalid, Valid

SHANGHAI = ZoneInfo("Asia/Shanghai")
LARGEST_INTEGER = 2**53 - 1  # what a browser's numbers still hold exactly
_BOOLEANS = {"true": True, "false": False}


def check_boolean(value: object) -> Valid[bool] | Invalid:
    """true or false, also as the texts of a page's form."""
    if isinstance(value, bool):
        return Valid(value)
    if isinstance(value, str) and value in _BOOLEANS:
        return Valid(_BOOLEANS[value])
    return Invalid("boolean.form", "请选择“是”或“否”", "Please choose yes or no")


def check_integer(value: object) -> Valid[int] | Invalid:
    """An integer, also as digits; never a boolean or a fraction."""
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,16}", value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST_INTEGER:
        return Invalid("integer.form", "请填写整数", "Please give a whole number")
    return Valid(value)


def check_money_fen(value: object) -> Valid[int] | Invalid:
    """An amount in fen, not negative."""
    checked = check_integer(value)
    if isinstance(checked, Invalid) or checked.normal < 0:
        return Invalid("money_fen.form", "金额不正确", "This is not an amount of money")
    return checked


def check_date(text: str, *, today: date | None = None) -> Checked:
    """`YYYY-MM-DD` and no other form of ISO 8601."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return Valid(date.fromisoformat(text).isoformat())
        except ValueError:
            pass
    return Invalid("date.form", "日期不存在，格式应为 2026-02-12", "There is no such date; write 2026-02-12")


def check_datetime(text: str, *, today: date | None = None) -> Checked:
    """ISO 8601; without a zone it is Shanghai time. The normal form has seconds and +08:00."""
    wrong = Invalid(
        "datetime.form", "时间格式应为 2026-02-12T09:30", "This is no moment; write 2026-02-12T09:30"
    )
    if not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}", text):
        return wrong
    try:
        moment = datetime.fromisoformat(text)
        local = moment.replace(tzinfo=SHANGHAI) if moment.tzinfo is None else moment.astimezone(SHANGHAI)
    except (ValueError, OverflowError):
        return wrong
    return Valid(local.isoformat(timespec="seconds"))


def check_code(text: str, *, options: Collection[str]) -> Checked:
    if text in options:
        return Valid(text)
    return Invalid("code.unknown", "请从列表中选择", "Please choose from the list")
