"""What a supervisor does with an item: reopens, approves, rejects a suspension."""

from typing import Literal

from pydantic import Field

from access.act import CurrentAct
from access.rules import access
from api.frame.models import Body
from api.frame.routing import ROOT, api_router
from api.frame.versions import IfVersion
from casework.extend_item import decide_request
from casework.item_act import ItemActed
from casework.pause_item import reject_suspension
from casework.undo_decision import reopen_item

router = api_router(tag="supervision", prefix=f"{ROOT}/supervision")

REASON = Field(min_length=1, max_length=2000)


class ReopenBody(Body):
    decision: str = Field(
        min_length=1, max_length=500, description="The decision on review: its number, authority and day"
    )
    reason: str | None = Field(default=None, max_length=2000)


class ApproveBody(Body):
    granted: bool = True
    reason: str | None = Field(default=None, max_length=2000, description="Needed to refuse it")
    request: Literal["extension", "void"] | None = Field(
        default=None, description="Needed only while both are asked for"
    )


class RejectBody(Body):
    reason: str = REASON


@router.post("/cases/{case_no}/items/{item}/reopen", summary="Follow a decision on review")
@access("supervisor")
async def post_reopen(
    case_no: str, item: str, body: ReopenBody, act: CurrentAct, if_version: IfVersion
) -> ItemActed:
    """The item is open again with a fresh clock; what ended because of it is taken up again."""
    return await reopen_item(
        act, case_no, item, decision=body.decision, reason=body.reason, if_version=if_version
    )


@router.post("/cases/{case_no}/items/{item}/approve", summary="Decide a longer limit or a voiding")
@access("supervisor")
async def post_approve(
    case_no: str, item: str, body: ApproveBody, act: CurrentAct, if_version: IfVersion
) -> ItemActed:
    """Never by the person who asked for it."""
    return await decide_request(
        act,
        case_no,
        item,
        granted=body.granted,
        reason=body.reason,
        request=body.request,
        if_version=if_version,
    )


@router.post("/cases/{case_no}/items/{item}/reject-suspension", summary="Find a suspension without ground")
@access("supervisor")
async def post_reject_suspension(
    case_no: str, item: str, body: RejectBody, act: CurrentAct, if_version: IfVersion
) -> ItemActed:
    """The item goes on, and the clock counts as if it had never stood."""
    return await reject_suspension(act, case_no, item, reason=body.reason, if_version=if_version)
