"""An item entered in error or twice: one person asks to make it void, another decides."""

from typing import Literal

from access.act import Act
from casework.decision_parts import kept_text
from casework.item_act import ItemActed, acting_on
from matter_definitions.acts.undoing import AskVoid

VoidKind = Literal["invalid", "entry_error"]


async def ask_void(
    act: Act, case_no: str, item: str, *, kind: VoidKind, reason: str, if_version: int | None = None
) -> ItemActed:
    """Opens a task for another person. Raises Unknown (404), NotYours (403), NotNow (409), Stale (412)."""
    async with acting_on(act, case_no, item, action="case.void", if_version=if_version) as hand:
        hand.case.apply(AskVoid(item, kind, kept_text(hand.case, "reason", reason) or ""))
    return hand.acted
