"""The message box."""

from fastapi import Request
from starlette.responses import Response

from access.act import CurrentAct
from access.rules import access
from casework.my_messages import my_messages
from portal.page_router import page_router
from portal.rendering import show

router = page_router()
SHOWN_AT_MOST = 100


@router.get("/messages")
@access("applicant")
async def show_messages(request: Request, act: CurrentAct) -> Response:
    return show(request, "applicant/messages.html", messages=await my_messages(act, limit=SHOWN_AT_MOST))
