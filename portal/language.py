"""The language of a page: what the reader switched to, else what the browser prefers, else Chinese."""

from typing import Literal, cast

from starlette.requests import Request

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
DEFAULT: Language = "zh"
COOKIE = "language"


def language_of(request: Request) -> Language:
    switched = request.cookies.get(COOKIE)
    if switched in LANGUAGES:
        return cast(Language, switched)
    return preferred(request.headers.get("accept-language", ""))


def preferred(header: str) -> Language:
    """By the weights of RFC 9110 12.5.4; of equals the first, and what cannot be read does not count."""
    best, best_weight = DEFAULT, 0.0
    for part in header.split(","):
        tag, _, parameters = part.strip().partition(";")
        weight = _weight(parameters)
        for language in LANGUAGES:
            if tag.strip().lower().split("-")[0] == language and weight > best_weight:
                best, best_weight = language, weight
    return best


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
