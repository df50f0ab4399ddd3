"""What states, kinds and outcomes are called, in words that a person outside an office understands."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from clocks.calendar import local_date
from documents.language import Language
from forms.form_plan import Text
from matter_definitions.state import ItemState
from own_files import read_own_yaml

__all__ = ["Language", "find_words", "standing_words", "state_words", "words_of_file"]

_FOLDER = Path(__file__).parent
_WEEKDAYS_ZH = "一二三四五六日"


@cache
def words_of_file(name: str) -> dict[str, dict[str, Any]]:
    """A file of words beside this one: section, code, {zh, en}."""
    return read_own_yaml(_FOLDER / name)


def find_words(section: str, code: str) -> Text | None:
    words = words_of_file("state_words.yaml").get(section, {}).get(code)
    return Text(words["zh"], words["en"]) if words else None


def state_words(section: str, code: str, *, language: Language) -> str:
    """A code without words (a department's own) is shown as it is."""
    words = find_words(section, code)
    return words.in_language(language) if words else code


def standing_words(item: ItemState, *, language: Language) -> str:
    """How an item stands; one that waits for another says so."""
    waits = item.standing == "received" and item.waiting_for
    return state_words("item", "waiting" if waits else item.standing, language=language)


def day_words(at: datetime, *, language: Language) -> str:
    day = local_date(at)
    return f"{day.day} {day:%B %Y}" if language == "en" else f"{day.year} 年 {day.month} 月 {day.day} 日"


def deadline_words(at: datetime, *, language: Language) -> str:
    """A day until which something has to be done, with the day of the week, by which people remember it."""
    day = local_date(at)
    if language == "en":
        return f"{day:%A} {day.day} {day:%B %Y}"
    return f"{day.year}年{day.month}月{day.day}日（周{_WEEKDAYS_ZH[day.weekday()]}）"


def fen_words(amount_fen: int, *, language: Language) -> str:
    yuan = f"{amount_fen // 100}.{amount_fen % 100:02d}"
    return f"{yuan} yuan" if language == "en" else f"{yuan} 元"
