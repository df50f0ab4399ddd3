"""The life of an effect: planned, attempted, awaiting, answered; or an incident; or unwanted.

An effect is anything outside our database. It happens once as seen from the other side, because its key
is known before the call, `attempted` is committed before the call, and finding `attempted` means asking
before repeating. When to try again is written in its row, in legal time (`docs/decisions`).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from database.queries.effect_rows import EffectRow
from matter_definitions.consequences import EffectWanted

# Longer than a try may last, so that nobody else takes the effect meanwhile; and no longer than people
# should wait after a process has died in the middle of one.
QUICK_LEASE = timedelta(seconds=15)
SLOW_LEASE = timedelta(seconds=40)
HAND_OVER = timedelta(seconds=60)  # how long an ordinary activity may take to begin
BACK_OFF = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
    timedelta(hours=24),
    timedelta(hours=24),
)
LOOK_AFTER = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=24))

LOOKS_UP_ONLY = frozenset({"identity_check", "certificate_lookup", "data_check"})
# Where the plan names no connector.
CONNECTORS = {
    "payment": "payment",
    "payment_order": "payment",
    "mailing": "courier",
    "money_awaited": "treasury",
}
COMPENSATIONS = {
    "payment": "payment_cancel",
    "payment_order": "payment_cancel",
    "mailing": "parcel_recall",
    "money_awaited": "arrival_close",
}
REFUND = "refund"
ORDER = "payment_order"  # several demands paid at once
SEAL = "seal"
LETTER = "letter"  # to an authority outside this installation, which answers
SERVICE = "service"  # telling a person by the next channel, so that it can be proved
ARCHIVE = "archive"
ERRAND = "errand"

_PLAIN: dict[str, Any] = {
    "template": None,
    "recipient": None,
    "channel": None,
    "state": "planned",
    "tries": 0,
    "lease_seconds": None,
    "attempted_at": None,
    "compensates": None,
}


def key_of(subject: str, *, item: str | None, step: str, round: int) -> str:
    """The name under which the other side knows the effect; `subject` is the case number."""
    return f"{subject}/{item or 'case'}/{step}/{round}"


def back_off(tries: int) -> timedelta | None:
    """How long to wait after the `tries`-th failure; None: it has been tried often enough."""
    return BACK_OFF[tries - 1] if tries <= len(BACK_OFF) else None


def look_again_after(looks: int) -> timedelta:
    """How long to wait for an answer that was promised before asking for it."""
    return LOOK_AFTER[min(max(looks, 1), len(LOOK_AFTER)) - 1]


def ask_first(before: EffectRow) -> bool:
    """True when the other side may already have been reached, so that repeating could do a thing twice."""
    return before.attempted_at is not None and before.kind not in LOOKS_UP_ONLY


def planned_row(wanted: EffectWanted, *, case_no: str, now: datetime, claim: bool) -> dict[str, Any]:
    """`claim`: whoever plans it carries it out right away, so it is written as attempted."""
    claimed = claim and wanted.quick
    return {
        **_PLAIN,
        "key": key_of(case_no, item=wanted.item, step=wanted.step, round=wanted.round),
        "item_key": wanted.item,
        "step": wanted.step,
        "round": wanted.round,
        "kind": wanted.kind,
        "connector": wanted.connector or CONNECTORS.get(wanted.kind),
        "quick": wanted.quick,
        "template": wanted.template,
        "recipient": wanted.to,
        "channel": wanted.channel,
        "state": "attempted" if claimed else "planned",
        "tries": 1 if claimed else 0,
        "lease_seconds": QUICK_LEASE.total_seconds() if claimed else None,
        "attempted_at": now if claimed else None,
        "try_after": now + QUICK_LEASE if claimed else now,
    }


def compensations_of(unwanted: Iterable[EffectRow], *, now: datetime) -> list[dict[str, Any]]:
    """What has to be undone outside because it may have been begun: an open payment, a parcel."""
    return [
        compensation_row(effect, kind=COMPENSATIONS[effect.kind], now=now)
        for effect in unwanted
        if effect.kind in COMPENSATIONS
        # One that waits for its next try may have reached the other side, whose answer was lost.
        if effect.state != "planned" or effect.attempted_at is not None
    ]


def compensation_row(effect: EffectRow, *, kind: str, now: datetime) -> dict[str, Any]:
    """The effect that undoes `effect`. A call that is still under way is waited for (its lease)."""
    in_flight = effect.state == "attempted"
    return {
        **_PLAIN,
        "key": f"{effect.key}/{kind}",
        "item_key": effect.item_key,
        "step": effect.step,
        "round": effect.round,
        "kind": kind,
        "connector": effect.connector,
        "quick": False,
        "compensates": effect.key,
        "try_after": now + SLOW_LEASE if in_flight else now,
    }


def own_row(
    key: str,
    *,
    kind: str,
    item: str | None,
    step: str,
    now: datetime,
    round: int = 1,
    connector: str | None = None,
    template: str | None = None,
    recipient: str | None = None,
    channel: str | None = None,
) -> dict[str, Any]:
    """An effect that the engine itself plans (`CaseChange.plan_effect`): a seal, an archive.

    It is carried out as an activity of its own. With `item` and the code and round of one of its steps,
    its outcome is also that step's.
    """
    return {
        **_PLAIN,
        "key": key,
        "item_key": item,
        "step": step,
        "round": round,
        "kind": kind,
        "connector": connector or CONNECTORS.get(kind),
        "quick": False,
        "template": template,
        "recipient": recipient,
        "channel": channel,
        "try_after": now,
    }


def errand_row(subject: str, *, step: str, round: int, connector: str, now: datetime) -> dict[str, Any]:
    """An effect of no case. `try_after` is also what the relay finds it by."""
    return {
        **_PLAIN,
        "key": f"{subject}/{step}/{round}",
        "subject": subject,
        "item_key": None,
        "step": step,
        "round": round,
        "kind": ERRAND,
        "connector": connector,
        "quick": True,
        "try_after": now,
        "planned_at": now,
    }
