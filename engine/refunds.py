"""Money that goes back to the account that paid it: because an item ended, or because too much came.

A refund is an effect with a row of its own. Its key says for which payment, why and how much, and which one
of these it is; what is planned is counted under the lock of the case, so that no ending, taking back and
ending again pays a sum out twice.
"""

from collections.abc import Mapping
from typing import get_args

from database.queries.effect_rows import EffectRow, find_by_keys, stop_effects
from database.queries.payment_rows import settle_payment
from database.queries.refund_rows import (
    PaidRow,
    cancel_refunds,
    close_when_refunded,
    count_same,
    find_paid,
    find_refunds_of,
    plan_refund,
    settle_refund,
)
from engine.case_change import CaseChange
from engine.effects import REFUND, compensation_row, key_of
from engine.incidents import open_incident
from engine.outcome import DONE, Outcome
from engine.who import THE_ENGINE
from matter_definitions import events
from matter_definitions.acts.deciding import DemandAnew
from matter_definitions.consequences import RefundUnwanted, RefundWanted
from matter_definitions.motion import is_open
from matter_definitions.offers import Ending
from matter_definitions.refunding import part_of

# Money beyond the demand, or for one that was not met: the payment itself stays what it is.
_SURPLUS = frozenset({"paid_too_much", "paid_twice", "paid_too_little"})
_ENDINGS: tuple[Ending, ...] = get_args(Ending)
DEMANDED_ANEW = "demanded_anew"


async def follow(change: CaseChange) -> None:
    """Plans the refunds of `change.out.refunds_wanted`, in the transaction of the act."""
    for wanted in change.out.refunds_wanted:
        if is_open(change.state.items[wanted.item]):
            continue  # it ended and was opened again in one transaction
        for payment in await find_paid(change.connection, change.id):
            amount = amount_to_return(payment, wanted)
            if amount:
                [demand] = await find_by_keys(change.connection, [payment.effect_key])
                await refund(change, demand, amount_fen=amount, reason=wanted.reason)


async def call_off(change: CaseChange) -> None:
    """Items of `change.out.refunds_unwanted` go on after all. A refund that nobody has begun is called off;
    after one that has been begun the fee is demanded anew, and what had stayed goes back too."""
    for each in list(change.out.refunds_unwanted):
        key = key_of(change.case_no, item=each.item, step=each.step, round=each.round)
        refunds = await find_refunds_of(change.connection, key, reasons=list(_ENDINGS))
        if not refunds:
            continue
        if await _are_stopped(change, refunds):
            await cancel_refunds(change.connection, list(refunds))
            await settle_payment(change.connection, key, state="paid")
            change.happened(events.REFUND_CANCELLED, by=THE_ENGINE, item=each.item, step=each.step)
        else:
            await _return_the_rest(change, key)
            _demand_anew(change, each)


async def _are_stopped(change: CaseChange, refunds: Mapping[str, str]) -> bool:
    """`refunds`: state by key. One that was refused has moved no money either."""
    if "done" in refunds.values():
        return False
    return await stop_effects(
        change.connection, [key for key, state in refunds.items() if state == "planned"]
    )


async def _return_the_rest(change: CaseChange, key: str) -> None:
    [payment] = [each for each in await find_paid(change.connection, change.id) if each.effect_key == key]
    if payment.amount_fen > payment.planned_fen:
        [demand] = await find_by_keys(change.connection, [key])
        rest = payment.amount_fen - payment.planned_fen
        await refund(change, demand, amount_fen=rest, reason=DEMANDED_ANEW)


def _demand_anew(change: CaseChange, unwanted: RefundUnwanted) -> None:
    """A rule does it, whoever's act it follows from."""
    by, change.by = change.by, THE_ENGINE
    change.apply(DemandAnew(unwanted.item, unwanted.step))
    change.by = by


def amount_to_return(payment: PaidRow, wanted: RefundWanted) -> int:
    """In fen: the share of what was paid, less what is back or on its way; 0 for another step's payment."""
    if (payment.item_key, payment.step) != (wanted.item, wanted.step):
        return 0
    return max(part_of(payment.amount_fen, share_percent=wanted.share_percent) - payment.planned_fen, 0)


async def refund(case: CaseChange, effect: EffectRow, *, amount_fen: int, reason: str) -> None:
    """Plans that money of the payment `effect` goes back. The caller has counted, under the lock of the case,
    what is back or on its way already."""
    before = await count_same(case.connection, effect.key, reason=reason, amount_fen=amount_fen)
    key = refund_key(effect.key, reason=reason, amount_fen=amount_fen, nth=before + 1)
    await plan_refund(
        case.connection, key, demand=effect.key, amount_fen=amount_fen, reason=reason, now=case.now
    )
    case.plan_effect({**compensation_row(effect, kind=REFUND, now=case.now), "key": key})
    case.happened(
        events.REFUND_PLANNED,
        by=THE_ENGINE,
        item=effect.item_key,
        step=effect.step,
        reason=reason,
        amount_fen=amount_fen,
    )
    if reason not in _SURPLUS:
        await settle_payment(case.connection, effect.key, state="refund_open")


async def record_refund(case: CaseChange, effect: EffectRow, outcome: Outcome) -> None:
    """What became of a refund; one that is refused needs a person."""
    done = outcome.word == DONE
    amount = await settle_refund(
        case.connection,
        effect.key,
        state="done" if done else "refused",
        now=case.now,
        reference=_reference(outcome) if done else None,
    )
    case.happened(
        events.REFUND_MADE if done else events.REFUND_REFUSED,
        by=THE_ENGINE,
        item=effect.item_key,
        step=effect.step,
        amount_fen=amount,
    )
    if not done:
        await open_incident(case, kind="overpaid", reason="refund_refused", effect=effect)
    else:
        await close_when_refunded(case.connection, effect.compensates or "")


def refund_key(demand: str, *, reason: str, amount_fen: int, nth: int = 1) -> str:
    """The key of a refund says how much goes back; `nth`: of the refunds of this reason and sum."""
    which = reason if nth == 1 else f"{reason}.{nth}"
    return f"{demand}/{REFUND}/{which}/{amount_fen}"


def amount_of_refund(key: str) -> int:
    """In fen; the inverse of `refund_key`."""
    return int(key.rpartition("/")[2])


def _reference(outcome: Outcome) -> str | None:
    number = outcome.data.get("refund_no")
    return number if isinstance(number, str) else outcome.reference
