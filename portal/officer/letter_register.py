"""The register of letters as a page and as a file."""

from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from starlette.responses import Response

from access.act import CurrentAct
from access.rules import access
from casework.letter_register import RegisterQuery, letter_register, letter_register_csv
from portal.applicant.case_pages import attachment
from portal.language import language_of
from portal.page_router import page_router
from portal.rendering import show

SHOWN_AT_MOST = 200
router = page_router()


async def _asked(
    direction: Literal["sent", "received"] = "sent",
    q: Annotated[str, Query(max_length=100)] = "",
    first: str = "",
    last: str = "",
    standing: Literal["", "open", "overdue", "answered"] = "",
) -> RegisterQuery:
    """What is no day is passed over: the form shows it again."""
    return RegisterQuery(
        direction, q.replace("\0", "").strip() or None, _day(first), _day(last), standing or None
    )


Asked = Annotated[RegisterQuery, Depends(_asked)]


@router.get("/office/letters")
@access("officer", "supervisor")
async def show_register(request: Request, act: CurrentAct, query: Asked) -> Response:
    lines = await letter_register(act, query, limit=SHOWN_AT_MOST + 1, language=language_of(request))
    return show(
        request,
        "officer/letter_register.html",
        lines=lines[:SHOWN_AT_MOST],
        is_cut=len(lines) > SHOWN_AT_MOST,
        query=query,
        as_file=f"/office/letters.csv?{_again(query)}",
    )


@router.get("/office/letters.csv")
@access("officer", "supervisor")
async def download_register(request: Request, act: CurrentAct, query: Asked) -> Response:
    content = await letter_register_csv(act, query, language=language_of(request))
    return attachment(content.encode(), name="letters.csv", media_type="text/csv; charset=utf-8")


def _again(query: RegisterQuery) -> str:
    """The same question as an address."""
    values = {
        "direction": query.direction,
        "q": query.words,
        "first": query.first,
        "last": query.last,
        "standing": query.standing,
    }
    return urlencode({name: str(value) for name, value in values.items() if value})


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
