"""In which language somebody reads: what she switched the pages to, else what her browser prefers."""

from typing import Literal, cast

from starlette.requests import Request

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
USUAL: Language = "zh"
COOKIE = "language"


def chosen_language(request: Request) -> Language:
    """Of a page: the switch in the page's head goes before the browser's own wish."""
    switched = request.cookies.get(COOKIE)
    if switched in LANGUAGES:
        return cast(Language, switched)
    return preferred_language(request.headers.get("accept-language", ""))


def preferred_language(header: str) -> Language:
    """Of `Accept-Language` (RFC 9110, 12.5.4) the spoken language with the highest weight, of equals the
    first; malformed parts do not count, and Chinese is what remains."""
    best, best_weight = USUAL, 0.0
    for part in header.split(","):
        tag, _, parameters = part.strip().partition(";")
        primary = tag.strip().lower().split("-")[0]
        weight = _weight(parameters)
        for language in LANGUAGES:
            if language == primary and weight > best_weight:
                best, best_weight = language, weight
    return best


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0.0 <= weight <= 1.0 else 0.0
