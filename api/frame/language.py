"""The caller's language, from `Accept-Language`: zh unless en is preferred."""

from starlette.requests import Request

from access.languages import Language, preferred_language
from forms.form_plan import Text


def language_of(request: Request) -> Language:
    return preferred_language(request.headers.get("accept-language", ""))


def say(text: Text, request: Request) -> str:
    return text.in_language(language_of(request))
