"""The language of a page: what the reader switched to, else what the browser prefers, else Chinese."""

from starlette.requests import Request

from access.languages import COOKIE, LANGUAGES, Language, chosen_language

__all__ = ["COOKIE", "LANGUAGES", "Language", "language_of"]


def language_of(request: Request) -> Language:
    return chosen_language(request)
