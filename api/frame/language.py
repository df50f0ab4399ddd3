"""The caller's language, from `Accept-Language` (RFC 9110, 12.5.4): zh unless en is preferred."""

from typing import Literal

from starlette.requests import Request

from forms.form_plan import Text

Language = Literal["zh", "en"]
SPOKEN: tuple[Language, ...] = ("zh", "en")


def language_of(request: Request) -> Language:
    return preferred_language(request.headers.get("accept-language", ""))


def preferred_language(header: str) -> Language:
    """The spoken language with the highest weight, of equals the first; malformed parts do not count."""
    best: Language = "zh"
    best_weight = 0.0
    for part in header.split(","):
        tag, _, parameters = part.strip().partition(";")
        primary = tag.strip().lower().split("-")[0]
        weight = _weight(parameters)
        for language in SPOKEN:
            if language == primary and weight > best_weight:
                best, best_weight = language, weight
    return best


def say(text: Text, request: Request) -> str:
    return text.in_language(language_of(request))


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0.0 <= weight <= 1.0 else 0.0
