"""What may be ticked beside the stars."""

from functools import cache
from pathlib import Path
from typing import Any

from casework.form_words import OptionOut
from casework.words import Language
from own_files import read_own_yaml


def rating_options(score: int, *, language: Language = "zh") -> list[OptionOut]:
    """Those that are offered with this score."""
    return [OptionOut(each["code"], each[language]) for each in _options() if score in each["for"]]


def option_words(code: str, *, language: Language) -> str:
    return next((each[language] for each in _options() if each["code"] == code), code)


@cache
def _options() -> list[dict[str, Any]]:
    return read_own_yaml(Path(__file__).with_name("rating_options.yaml"))["options"]
