"""What a supervisor does with an item: opens it again, decides what was asked for, rejects a suspension."""

from collections.abc import Awaitable, Callable, Mapping

from fastapi import Request
from starlette.responses import Response

from access.act import Act
from access.rules import access
from casework.extend_item import RequestKind, decide_request
from casework.item_act import ItemActed
from casework.joint_limit import JointActed, decide_joint_extension
from casework.outside import Acts
from casework.pause_item import reject_suspension
from casework.undo_decision import reopen_item
from portal.officer.doing import Doing, Sending, do_act
from portal.page_router import page_router

router = page_router()


@router.post("/overview/cases/{case_no}/items/{item}/{word}")
@access("supervisor")
async def supervise_item(request: Request, acts: Acts, case_no: str, item: str, word: str) -> Response:
    return await do_act(request, acts, case_no, item, word, doings=_DOINGS)


@router.post("/overview/cases/{case_no}/joint/{word}")
@access("supervisor")
async def decide_together(request: Request, acts: Acts, case_no: str, word: str) -> Response:
    return await do_act(request, acts, case_no, "", word, doings=_TOGETHER)


async def _reopen(act: Act, sent: Sending) -> ItemActed:
    return await reopen_item(
        act,
        sent.case_no,
        sent.item,
        decision=sent.needed("decision"),
        reason=sent.typed("reason"),
        if_version=sent.version,
    )


async def _reject_suspension(act: Act, sent: Sending) -> ItemActed:
    return await reject_suspension(
        act, sent.case_no, sent.item, reason=sent.needed("reason"), if_version=sent.version
    )


def _deciding(request: RequestKind, *, granted: bool) -> Callable[[Act, Sending], Awaitable[ItemActed]]:
    async def decide(act: Act, sent: Sending) -> ItemActed:
        return await decide_request(
            act,
            sent.case_no,
            sent.item,
            granted=granted,
            reason=sent.typed("reason"),
            request=request,
            if_version=sent.version,
        )

    return decide


_DOINGS: Mapping[str, Callable[[Act, Sending], Awaitable[ItemActed]]] = {
    "reopen": _reopen,
    "reject_suspension": _reject_suspension,
    "grant_extension": _deciding("extension", granted=True),
    "refuse_extension": _deciding("extension", granted=False),
    "approve_void": _deciding("void", granted=True),
    "refuse_void": _deciding("void", granted=False),
}


def _deciding_together(*, granted: bool) -> Doing:
    async def decide(act: Act, sent: Sending) -> JointActed:
        return await decide_joint_extension(
            act, sent.case_no, granted=granted, reason=sent.typed("reason"), if_version=sent.version
        )

    return decide


_TOGETHER: Mapping[str, Doing] = {
    "grant_joint_extension": _deciding_together(granted=True),
    "refuse_joint_extension": _deciding_together(granted=False),
}
