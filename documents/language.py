"""How a paper says a text, a date or a time in the language of its reader."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from markupsafe import Markup

from forms.form_plan import Text

Language = Literal["zh", "en"]
SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAYS_ZH = "一二三四五六日"


def spoken(language: Language) -> Callable[[object], object]:
    """What a template prints for a value; a hole (None) prints nothing."""

    def say(value: object) -> object:
        match value:
            case None:
                return ""
            case Text():
                return value.in_language(language)
            case datetime():
                local = value.astimezone(SHANGHAI)
                return _unbroken(f"{_words(local.date(), language=language)} {local:%H:%M}")
            case date():
                return _unbroken(_words(value, language=language))
            case _:
                return value

    return say


def with_weekday(day: date, *, language: Language) -> Markup:
    """People plan by the day of the week, so a date by which something must be done names it."""
    if language == "en":
        return _unbroken(f"{day:%A}, {_words(day, language=language)}")
    return _unbroken(f"{_words(day, language=language)}（星期{WEEKDAYS_ZH[day.weekday()]}）")


def _words(day: date, *, language: Language) -> str:
    if language == "en":
        return f"{day.day} {day:%B %Y}"
    return f"{day.year}年{day.month}月{day.day}日"


def _unbroken(words: str) -> Markup:
    """A date that breaks at the end of a line is misread."""
    return Markup('<span class="day">{}</span>').format(words)
