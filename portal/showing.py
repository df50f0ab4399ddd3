"""How times, money and words of definitions are shown to a person."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from forms.form_plan import Text
from portal.language import Language

ZONE = ZoneInfo("Asia/Shanghai")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEKDAYS_ZH = "一二三四五六日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def show_text(text: object, language: Language) -> str:
    """A pair of texts, as Text or as a mapping with `zh` and `en`; a plain text stays as it is."""
    if isinstance(text, Text):
        return text.in_language(language)
    if isinstance(text, Mapping):
        return str(text.get(language) or text.get("zh") or "")
    return "" if text is None else str(text)


def show_day(moment: object, language: Language) -> str:
    """A date, or the day of a moment in Shanghai; ISO texts too."""
    day = _moment(moment)
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = day.astimezone(ZONE).date()
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def show_deadline(moment: object, language: Language) -> str:
    """A day that somebody has to remember, with the day of the week."""
    found = _moment(moment)
    if found is None:
        return ""
    day = found.astimezone(ZONE).date() if isinstance(found, datetime) else found
    if language == "zh":
        return f"{show_day(day, language)}（周{_WEEKDAYS_ZH[day.weekday()]}）"
    return f"{_WEEKDAYS[day.weekday()]} {show_day(day, language)}"


def show_moment(moment: object, language: Language, *, weekday: bool = False) -> str:
    found = _moment(moment)
    day = show_deadline(found, language) if weekday else show_day(found, language)
    return f"{day} {found.astimezone(ZONE):%H:%M}" if isinstance(found, datetime) else day


def show_money(fen: object, language: Language) -> str:
    """Integer fen as yuan, written alike in both languages."""
    if not isinstance(fen, int):
        return ""
    return f"¥{fen // 100:,}.{fen % 100:02d}"


def filters_in(language: Language) -> dict[str, Callable[[object], str]]:
    return {
        "t": lambda value: show_text(value, language),
        "day": lambda value: show_day(value, language),
        "moment": lambda value: show_moment(value, language),
        "deadline": lambda value: show_deadline(value, language),
        "deadline_moment": lambda value: show_moment(value, language, weekday=True),
        "money": lambda value: show_money(value, language),
    }


def _moment(value: object) -> date | datetime | None:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not value:
        return None
    try:
        return date.fromisoformat(value) if len(value) == len("2026-02-12") else datetime.fromisoformat(value)
    except ValueError:
        return None
