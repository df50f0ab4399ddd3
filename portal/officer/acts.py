"""What an officer does with an item beside deciding its tasks."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast

from fastapi import Request
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.rules import access
from casework.deliver_result import deliver_result
from casework.extend_item import ask_extension
from casework.item_act import ItemActed
from casework.joint_limit import JointActed, ask_joint_extension
from casework.outside import Acts
from casework.pause_item import resume_item
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
from portal.officer.case_page import office_case_page
from portal.officer.doing import Doing, Sending, do_act
from portal.page_router import page_router

router = page_router()


@router.get("/office/cases/{case_no}")
@access("officer", "window", "supervisor")
async def show_office_case(request: Request, act: CurrentAct, case_no: str) -> Response:
    return await office_case_page(request, act, case_no)


@router.post("/office/cases/{case_no}/items/{item}/{word}")
@access("officer", "window", "supervisor")
async def act_on_item(request: Request, acts: Acts, case_no: str, item: str, word: str) -> Response:
    return await do_act(request, acts, case_no, item, word, doings=_DOINGS)


@router.post("/office/cases/{case_no}/joint/{word}")
@access("officer")
async def act_on_joint_limit(request: Request, acts: Acts, case_no: str, word: str) -> Response:
    return await do_act(request, acts, case_no, "", word, doings=_TOGETHER)


async def _ask_joint_extension(act: Act, sent: Sending) -> JointActed:
    return await ask_joint_extension(act, sent.case_no, reason=sent.needed("reason"), if_version=sent.version)


async def _resume(act: Act, sent: Sending) -> ItemActed:
    return await resume_item(act, sent.case_no, sent.item, if_version=sent.version)


async def _extend(act: Act, sent: Sending) -> ItemActed:
    return await ask_extension(
        act, sent.case_no, sent.item, reason=sent.needed("reason"), if_version=sent.version
    )


async def _hand_over(act: Act, sent: Sending) -> ItemActed:
    to = sent.needed("to")
    signed = sent.word == "sign"
    return await deliver_result(act, sent.case_no, sent.item, to=to, signed=signed, if_version=sent.version)


async def _take_back(act: Act, sent: Sending) -> ItemActed:
    reason, step = sent.needed("reason"), sent.typed("step")
    return await take_back(act, sent.case_no, sent.item, reason=reason, step=step, if_version=sent.version)


async def _rectify(act: Act, sent: Sending) -> ItemActed:
    reason, step = sent.needed("reason"), sent.typed("step")
    return await rectify_result(
        act, sent.case_no, sent.item, reason=reason, step=step, if_version=sent.version
    )


async def _revoke(act: Act, sent: Sending) -> ItemActed:
    return await revoke_result(
        act,
        sent.case_no,
        sent.item,
        kind=sent.chosen("kind", "revoked", "licence_withdrawn", "cancelled"),
        reason=sent.needed("reason"),
        legal_basis=sent.needed("legal_basis"),
        if_version=sent.version,
    )


async def _suspend_result(act: Act, sent: Sending) -> ItemActed:
    reason, law = sent.needed("reason"), sent.needed("legal_basis")
    return await suspend_result(
        act, sent.case_no, sent.item, reason=reason, legal_basis=law, if_version=sent.version
    )


async def _restore_result(act: Act, sent: Sending) -> ItemActed:
    return await restore_result(
        act, sent.case_no, sent.item, reason=sent.needed("reason"), if_version=sent.version
    )


async def _forewarn(act: Act, sent: Sending) -> ItemActed:
    return await give_prior_notice(
        act, sent.case_no, sent.item, reason=sent.needed("reason"), if_version=sent.version
    )


async def _hear(act: Act, sent: Sending) -> ItemActed:
    return await record_statement(
        act, sent.case_no, sent.item, said=sent.needed("reason"), if_version=sent.version
    )


async def _void(act: Act, sent: Sending) -> ItemActed:
    kind = sent.chosen("kind", "invalid", "entry_error")
    return await ask_void(
        act,
        sent.case_no,
        sent.item,
        kind=cast(Any, kind),
        reason=sent.needed("reason"),
        if_version=sent.version,
    )


_DOINGS: Mapping[str, Callable[[Act, Sending], Awaitable[ItemActed]]] = {
    "resume": _resume,
    "ask_extension": _extend,
    "deliver": _hand_over,
    "sign": _hand_over,
    "take_back": _take_back,
    "rectify": _rectify,
    "give_prior_notice": _forewarn,
    "record_heard": _hear,
    "revoke": _revoke,
    "suspend_result": _suspend_result,
    "restore_result": _restore_result,
    "ask_void": _void,
}
_TOGETHER: Mapping[str, Doing] = {"ask_joint_extension": _ask_joint_extension}
