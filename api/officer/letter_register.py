"""The register of letters: what an office has sent and received."""

from datetime import date
from typing import Annotated

from fastapi import Depends, Query
from starlette.responses import Response

from access.act import CurrentAct
from access.rules import access
from api.frame.models import NO_ZERO
from api.frame.pages import Page, Paging
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from casework.letter_register import (
    Direction,
    RegisterLine,
    RegisterQuery,
    Standing,
    letter_register,
    letter_register_csv,
)

router = api_router(tag="officer", prefix=ROOT)


async def _asked(
    direction: Annotated[Direction, Query(description="Of your own office; a supervisor sees both")] = "sent",
    q: Annotated[
        str | None,
        Query(max_length=100, pattern=NO_ZERO, description="In number, case, subject or authority"),
    ] = None,
    first: Annotated[date | None, Query(description="From this day on")] = None,
    last: Annotated[date | None, Query(description="Until this day")] = None,
    standing: Annotated[Standing | None, Query(description="Whether an answer is waited for")] = None,
) -> RegisterQuery:
    return RegisterQuery(direction, q, first, last, standing)


Asked = Annotated[RegisterQuery, Depends(_asked)]


@router.get("/letters", summary="The register of letters")
@access("officer", "supervisor")
async def get_register(query: Asked, act: CurrentAct, page: Paging, language: Spoken) -> Page[RegisterLine]:
    """Letters and answers with their numbers, the latest first."""
    rows = await letter_register(act, query, limit=page.rows_to_read, after=page.after, language=language)
    items, cursor = page.cut(rows, key=lambda each: (each.sent_at, each.id))
    return Page[RegisterLine](items=list(items), next=cursor)


@router.get("/letters.csv", summary="The register of letters as a file")
@access("officer", "supervisor")
async def get_register_csv(query: Asked, act: CurrentAct, language: Spoken) -> Response:
    """For a spreadsheet, in UTF-8; the latest five thousand."""
    content = await letter_register_csv(act, query, language=language)
    headers = {"Content-Disposition": "attachment; filename=letters.csv"}
    return Response(content.encode(), media_type="text/csv; charset=utf-8", headers=headers)
