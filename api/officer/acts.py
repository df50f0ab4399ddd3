"""What an officer does with an item beside deciding its tasks: suspends, resumes, extends, delivers."""

from typing import Literal

from pydantic import Field

from access.act import CurrentAct
from access.rules import access
from api.frame.models import Body
from api.frame.routing import ROOT, api_router
from api.frame.versions import IfVersion
from casework.deliver_result import deliver_result
from casework.extend_item import ask_extension
from casework.item_act import ItemActed
from casework.pause_item import resume_item, suspend_item

router = api_router(tag="officer", prefix=ROOT)

REASON = Field(min_length=1, max_length=2000)


class SuspendBody(Body):
    kind: Literal["force_majeure", "waiting_for_item", "waiting_for_payment", "dispute", "other"]
    reason: str = REASON
    stop_clock: bool = Field(default=False, description="Only some kinds let the clock stand")


class ExtendBody(Body):
    reason: str = REASON


class DeliveryBody(Body):
    to: str = Field(min_length=1, max_length=200, description="Who took it: the holder, or on whose behalf")
    signed: bool = Field(default=True, description="That person has signed for it")


@router.post("/cases/{case_no}/items/{item}/suspend", summary="Let an item rest")
@access("officer")
async def post_suspend(
    case_no: str, item: str, body: SuspendBody, act: CurrentAct, if_version: IfVersion
) -> ItemActed:
    """For a kind that the item offers, at most as long as that kind may last."""
    return await suspend_item(
        act,
        case_no,
        item,
        kind=body.kind,
        reason=body.reason,
        stop_clock=body.stop_clock,
        if_version=if_version,
    )


@router.post("/cases/{case_no}/items/{item}/resume", summary="Go on with an item")
@access("officer", "supervisor")
async def post_resume(case_no: str, item: str, act: CurrentAct, if_version: IfVersion) -> ItemActed:
    """Its clock runs again from now."""
    return await resume_item(act, case_no, item, if_version=if_version)


@router.post("/cases/{case_no}/items/{item}/extend", summary="Ask for a longer limit")
@access("officer")
async def post_extend(
    case_no: str, item: str, body: ExtendBody, act: CurrentAct, if_version: IfVersion
) -> ItemActed:
    """Before the limit ends; another person decides."""
    return await ask_extension(act, case_no, item, reason=body.reason, if_version=if_version)


@router.post("/cases/{case_no}/items/{item}/delivery", summary="Hand a result over at the window")
@access("officer", "window")
async def post_delivery(
    case_no: str, item: str, body: DeliveryBody, act: CurrentAct, if_version: IfVersion
) -> ItemActed:
    """Signed for, the delivery clock ends."""
    return await deliver_result(act, case_no, item, to=body.to, signed=body.signed, if_version=if_version)
