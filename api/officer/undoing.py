"""Undoing: taking back, rectifying, suspending, revoking, making void."""

from typing import Literal

from pydantic import Field

from access.act import CurrentAct
from access.rules import access
from api.frame.models import Body
from api.frame.routing import ROOT, api_router
from api.frame.versions import IfVersion
from casework.item_act import ItemActed
from casework.undo_decision import (
    give_prior_notice,
    record_statement,
    rectify_result,
    restore_result,
    revoke_result,
    suspend_result,
    take_back,
)
from casework.void_case import ask_void

router = api_router(tag="officer", prefix=ROOT)

REASON = Field(min_length=1, max_length=2000)
STEP = Field(default=None, max_length=100)


class TakeBackBody(Body):
    reason: str = REASON
    step: str | None = STEP


class RectifyBody(Body):
    reason: str = REASON
    step: str | None = STEP


class RevokeBody(Body):
    kind: Literal["revoked", "licence_withdrawn", "cancelled"] = Field(
        description="撤销 (revoked), 吊销 (licence_withdrawn) or 注销 (cancelled)"
    )
    reason: str = REASON
    legal_basis: str = Field(min_length=1, max_length=2000)


class SuspendResultBody(Body):
    reason: str = REASON
    legal_basis: str = Field(min_length=1, max_length=2000)


class RestoreResultBody(Body):
    reason: str = REASON


class PriorNoticeBody(Body):
    reason: str = Field(
        min_length=1, max_length=2000, description="What is intended, the facts, the grounds and the law"
    )


class HeardBody(Body):
    said: str = Field(min_length=1, max_length=10000, description="The record, or the statement itself")


class VoidBody(Body):
    kind: Literal["invalid", "entry_error"]
    reason: str = REASON


@router.post("/cases/{case_no}/items/{item}/take-back", summary="Take a decision back")
@access("officer", "supervisor")
async def post_take_back(
    case_no: str, item: str, body: TakeBackBody, act: CurrentAct, if_version: IfVersion
) -> ItemActed:
    """By the decider or somebody above, until the result has left the house. `step`: a passed level;
    without it the item's decision. What ended because of it is taken up again."""
    return await take_back(act, case_no, item, reason=body.reason, step=body.step, if_version=if_version)


@router.post("/cases/{case_no}/items/{item}/rectify", summary="Put an issued result right")
@access("officer", "supervisor")
async def post_rectify(
    case_no: str, item: str, body: RectifyBody, act: CurrentAct, if_version: IfVersion
) -> ItemActed:
    """A new paper replaces the old one, and `/verify` of the old one names it. `step`: the one that issued
    it, where the item issues several."""
    return await rectify_result(act, case_no, item, reason=body.reason, step=body.step, if_version=if_version)


@router.post("/cases/{case_no}/items/{item}/prior-notice", summary="Tell the holder what is intended")
@access("officer", "supervisor")
async def post_prior_notice(
    case_no: str, item: str, body: PriorNoticeBody, act: CurrentAct, if_version: IfVersion
) -> ItemActed:
    """Comes before a revocation: the facts, the grounds and the law. The holder has the time that the item's
    definition gives (five working days unless it says otherwise) to state her case."""
    return await give_prior_notice(act, case_no, item, reason=body.reason, if_version=if_version)


@router.post("/cases/{case_no}/items/{item}/heard", summary="Record what the holder said")
@access("officer", "supervisor")
async def post_heard(
    case_no: str, item: str, body: HeardBody, act: CurrentAct, if_version: IfVersion
) -> ItemActed:
    """The record of a hearing or a written statement, in answer to a prior notice; a revocation is possible
    from then on, as it is when the time to speak is over without a word."""
    return await record_statement(act, case_no, item, said=body.said, if_version=if_version)


@router.post("/cases/{case_no}/items/{item}/revoke", summary="Take a result from its holder")
@access("officer", "supervisor")
async def post_revoke(
    case_no: str, item: str, body: RevokeBody, act: CurrentAct, if_version: IfVersion
) -> ItemActed:
    """With the reason and the law, by another person than the one who granted it, and not before the holder
    was told (`prior-notice`) and was heard or had the time to speak."""
    return await revoke_result(
        act,
        case_no,
        item,
        kind=body.kind,
        reason=body.reason,
        legal_basis=body.legal_basis,
        if_version=if_version,
    )


@router.post("/cases/{case_no}/items/{item}/suspend-result", summary="A result may not be used for now")
@access("officer", "supervisor")
async def post_suspend_result(
    case_no: str, item: str, body: SuspendResultBody, act: CurrentAct, if_version: IfVersion
) -> ItemActed:
    """Only where the item's definition says so (`may_be_suspended`). With the reason and the law, after a
    prior notice, like a revocation; of a paper that is made of several results only this part."""
    return await suspend_result(
        act, case_no, item, reason=body.reason, legal_basis=body.legal_basis, if_version=if_version
    )


@router.post("/cases/{case_no}/items/{item}/restore-result", summary="A suspended result may be used again")
@access("officer", "supervisor")
async def post_restore_result(
    case_no: str, item: str, body: RestoreResultBody, act: CurrentAct, if_version: IfVersion
) -> ItemActed:
    """With the reason."""
    return await restore_result(act, case_no, item, reason=body.reason, if_version=if_version)


@router.post("/cases/{case_no}/items/{item}/void", summary="Ask to make an item void")
@access("officer", "window")
async def post_void(
    case_no: str, item: str, body: VoidBody, act: CurrentAct, if_version: IfVersion
) -> ItemActed:
    """It was entered in error, or is invalid; another person decides."""
    return await ask_void(act, case_no, item, kind=body.kind, reason=body.reason, if_version=if_version)
