"""The sentence that says, on the next page, what has just been done."""

from starlette.requests import Request

from casework.words import find_words
from portal.language import language_of
from portal.wording import gettext_in


def confirmation_of(request: Request) -> str:
    """`said` is a code that we put into the address; anything else says nothing."""
    language = language_of(request)
    _ = gettext_in(language)
    said = request.query_params.get("said", "")
    if said in ("claim", "release"):
        return {"claim": _("The task is yours."), "release": _("The task is back with the group.")}[said]
    outcome = find_words("outcome", said)
    return (
        _("The last task is done: %(outcome)s.") % {"outcome": outcome.in_language(language)}
        if outcome
        else ""
    )
