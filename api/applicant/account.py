"""The account of an item's time, in words."""

from typing import Annotated

from fastapi import Query

from access.act import CurrentAct
from access.rules import access
from api.frame.routing import ROOT, api_router
from api.frame.spoken import Spoken
from casework.account import ItemAccount, item_account

router = api_router(tag="applicant", prefix=ROOT)


@router.get("/cases/{case_no}/items/{item}/account", summary="How the time of an item is counted")
@access("applicant", "officer", "window", "supervisor")
async def get_account(
    case_no: str,
    item: str,
    act: CurrentAct,
    language: Spoken,
    days: Annotated[
        bool, Query(description="Every day one by one, with its number or why it has none")
    ] = False,
) -> ItemAccount:
    """Each clock in sentences: when it began, what is not counted and why, today, and the end."""
    return await item_account(act, case_no, item, days=days, language=language)
