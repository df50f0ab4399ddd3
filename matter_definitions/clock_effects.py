"""What a transition does to the clocks of an item.

The clocks themselves are computed from the state (`timing.clock_of`); here only their beginnings and pauses
are written. The delivery clock is all derived: it runs from the grant until the result is signed for.
"""

from dataclasses import replace
from datetime import datetime

from clocks.pauses import Pause
from matter_definitions.rows import ClockEffect, HandlingEffect, ReceiptEffect
from matter_definitions.state import ItemState


def take_effect(item: ItemState, effect: ClockEffect, *, now: datetime, kind: str | None = None) -> None:
    """Changes the item's clocks. `kind` is the act's own, where the effect's kind holds a `*`; with it
    only pauses of that kind end or are struck out, without it all.

    An extension is in the item's list of extensions already; a suspension without a standing clock is
    no pause, so its caller leaves the effect out.
    """
    named = (effect.kind or "*").replace("*", kind or "")
    _on_receipt(item, effect.receipt, now, named)
    _on_handling(item, effect.handling, now, named)
    match effect.delivery:
        case "start":
            item.delivery_from = now
        case "clear":
            item.delivery_from, item.delivery_overdue = None, False
        case "end" | "none":
            pass


def _on_receipt(item: ItemState, effect: ReceiptEffect, now: datetime, kind: str) -> None:
    match effect:
        case "start":
            item.received_at, item.receipt_pauses = now, []
        case "pause":
            item.receipt_pauses.append(Pause(now, None, kind))
        case "resume":
            item.receipt_pauses = _ended(item.receipt_pauses, now, kind)
        case "end":
            item.receipt_pauses = _ended(item.receipt_pauses, now)
        case "none":
            pass


def _on_handling(item: ItemState, effect: HandlingEffect, now: datetime, kind: str) -> None:
    match effect:
        case "start":
            item.accepted_at, item.handling_pauses, item.decided_at = now, [], None
        case "pause":
            item.handling_pauses.append(Pause(now, None, kind))
        case "resume":
            item.handling_pauses = _ended(item.handling_pauses, now, kind)
        case "end":
            item.handling_pauses = _ended(item.handling_pauses, now)
        case "strike_out":
            item.handling_pauses = [
                pause for pause in item.handling_pauses if pause.end or kind not in ("", pause.kind)
            ]
        case "go_on":
            item.decided_at = None
        case "none" | "extend":
            pass


def end_pauses(item: ItemState, at: datetime, kind: str = "") -> None:
    """A pause (of this kind) that has no end yet ends now; one that lasted no time never was."""
    item.receipt_pauses = _ended(item.receipt_pauses, at, kind)
    item.handling_pauses = _ended(item.handling_pauses, at, kind)


def _ended(pauses: list[Pause], at: datetime, kind: str = "") -> list[Pause]:
    left: list[Pause] = []
    for pause in pauses:
        if pause.end or kind not in ("", pause.kind):
            left.append(pause)
        elif pause.start < at:
            left.append(replace(pause, end=at))
    return left
