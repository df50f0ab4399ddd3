"""The pages' own words: English stands in the templates, Chinese in `translations/zh.po`.

Texts of matters, items and fields come as pairs from the definitions and are not in here.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from portal.language import Language

TRANSLATIONS = Path(__file__).parent / "translations"


@cache
def catalogue() -> Catalog:
    with (TRANSLATIONS / "zh.po").open(encoding="utf-8") as file:
        return read_po(file, locale="zh_Hans_CN")


@cache
def _chinese() -> dict[str, str]:
    return {str(message.id): str(message.string) for message in catalogue() if message.id and message.string}


def gettext_in(language: Language) -> Callable[[str], str]:
    """A text without a translation is shown in English; a test forbids that there is one."""
    if language == "en":
        return lambda text: text
    return lambda text: _chinese().get(text, text)


def ngettext_in(language: Language) -> Callable[[str, str, int], str]:
    """Chinese has one form for all numbers."""
    translate = gettext_in(language)
    if language == "en":
        return lambda one, many, count: one if count == 1 else many
    return lambda one, many, count: translate(many)
