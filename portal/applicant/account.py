"""The account of an item's time, in words, with every day on request."""

from fastapi import Request
from starlette.responses import Response

from access.act import CurrentAct
from access.rules import access
from casework.account import item_account
from portal.language import language_of
from portal.page_router import page_router
from portal.rendering import show

router = page_router()


@router.get("/cases/{case_no}/items/{item}/account")
@access("applicant", "officer", "window", "supervisor")
async def show_account(request: Request, act: CurrentAct, case_no: str, item: str) -> Response:
    told = await item_account(act, case_no, item, days=True, language=language_of(request))
    return show(request, "applicant/account.html", told=told)
