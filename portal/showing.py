"""How times, money and words of definitions are shown to a person."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from forms.form_plan import Text
from portal.language import Language

ZONE = ZoneInfo("Asia/Shanghai")
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


def show_moment(moment: object, language: Language) -> str:
    found = _moment(moment)
    if not isinstance(found, datetime):
        return show_day(found, language)
    return f"{show_day(found, language)} {found.astimezone(ZONE):%H:%M}"


def show_money(fen: object, language: Language) -> str:
    """Integer fen as yuan."""
    if not isinstance(fen, int):
        return ""
    amount = f"{fen // 100:,}.{fen % 100:02d}"
    return f"{amount} 元" if language == "zh" else f"{amount} yuan"


def filters_in(language: Language) -> dict[str, Callable[[object], str]]:
    return {
        "t": lambda value: show_text(value, language),
        "day": lambda value: show_day(value, language),
        "moment": lambda value: show_moment(value, language),
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
