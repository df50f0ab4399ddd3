"""A longer limit: asked for by who handles the item, decided by another person."""

from typing import Literal

from access.act import Act
from casework.decision_parts import kept_text
from casework.item_act import ItemActed, acting_on
from engine.case_change import CaseChange
from forms.form_plan import Text
from matter_definitions.acts.pausing import AskExtension, DecideExtension
from matter_definitions.acts.undoing import DecideVoid
from matter_definitions.state import ItemState
from refusals import FieldError, Malformed, NotNow

RequestKind = Literal["extension", "void"]


class NothingRequested(NotNow):
    type = "nothing-requested"
    title = Text(zh="没有待批准的申请", en="Nothing waits for an approval")


async def ask_extension(
    act: Act, case_no: str, item: str, *, reason: str, if_version: int | None = None
) -> ItemActed:
    """Raises Unknown (404), NotYours (403), NotNow (409), Stale (412)."""
    async with acting_on(act, case_no, item, action="case.extend", if_version=if_version) as hand:
        hand.case.apply(AskExtension(item, kept_text(hand.case, "reason", reason) or ""))
    return hand.acted


async def decide_request(
    act: Act,
    case_no: str,
    item: str,
    *,
    granted: bool,
    reason: str | None = None,
    request: RequestKind | None = None,
    if_version: int | None = None,
) -> ItemActed:
    """`request` is needed only while both an extension and a voiding are asked for.

    Raises Unknown (404), NotYours (403), NothingRequested and NotNow (409), Stale (412), Malformed (422).
    """
    async with acting_on(act, case_no, item, action="case.approve", if_version=if_version) as hand:
        if not granted and not reason:
            raise Malformed(errors=[FieldError("/reason", "请说明不同意的理由", "say why not")])
        kind = _requested(hand.item, request)
        words = kept_text(hand.case, "reason", reason)
        _apply(hand.case, item, kind, granted=granted, reason=words)
    return hand.acted


def open_requests(item: ItemState) -> list[RequestKind]:
    """What somebody asked for and nobody has decided."""
    found: list[RequestKind] = []
    if any(each.decided_at is None for each in item.extensions):
        found.append("extension")
    if any(each.decided_at is None for each in item.void_requests):
        found.append("void")
    return found


def _requested(item: ItemState, request: RequestKind | None) -> RequestKind:
    waiting = open_requests(item)
    if not waiting or (request and request not in waiting):
        raise NothingRequested
    if request is None and len(waiting) > 1:
        raise Malformed(errors=[FieldError("/request", "请指明是哪一项申请", "say which request is meant")])
    return request or waiting[0]


def _apply(case: CaseChange, item: str, kind: RequestKind, *, granted: bool, reason: str | None) -> None:
    if kind == "extension":
        case.apply(DecideExtension(item, granted, reason))
    else:
        case.apply(DecideVoid(item, granted, reason))
