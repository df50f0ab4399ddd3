"""Money that goes back to the account that paid it: because an item ended, or because too much came.

A refund is an effect with a row of its own. Its key says for which payment, why and how much, so the same
money has the same key however often it is asked for; and what is planned is counted under the lock of the
case, so that no ending, taking back and ending again pays a sum out twice.
"""

from database.queries.effect_rows import EffectRow, find_by_keys
from database.queries.payment_rows import settle_payment
from database.queries.refund_rows import (
    PaidRow,
    close_when_refunded,
    find_paid,
    plan_refund,
    settle_refund,
)
from engine.case_change import CaseChange
from engine.effects import REFUND, compensation_row
from engine.incidents import open_incident
from engine.outcome import DONE, Outcome
from engine.who import THE_ENGINE
from matter_definitions import events
from matter_definitions.consequences import RefundWanted
from matter_definitions.refunding import part_of

# Money beyond the demand, or for one that was not met: the payment itself stays what it is.
_SURPLUS = frozenset({"paid_too_much", "paid_twice", "paid_too_little"})


async def follow(change: CaseChange) -> None:
    """Plans the refunds of `change.out.refunds_wanted`, in the transaction of the act."""
    paid = await find_paid(change.connection, change.id)
    demands = {each.key: each for each in await find_by_keys(change.connection, [p.effect_key for p in paid])}
    for wanted in change.out.refunds_wanted:
        for payment in paid:
            amount = amount_to_return(payment, wanted)
            if amount:
                await refund(change, demands[payment.effect_key], amount_fen=amount, reason=wanted.reason)


def amount_to_return(payment: PaidRow, wanted: RefundWanted) -> int:
    """In fen: the share of what was paid, less what is back or on its way; 0 for another step's payment."""
    if (payment.item_key, payment.step) != (wanted.item, wanted.step):
        return 0
    return max(part_of(payment.amount_fen, share_percent=wanted.share_percent) - payment.planned_fen, 0)


async def refund(case: CaseChange, effect: EffectRow, *, amount_fen: int, reason: str) -> None:
    """Plans that money of the payment `effect` goes back, once per reason and sum."""
    key = refund_key(effect.key, reason=reason, amount_fen=amount_fen)
    is_new = await plan_refund(
        case.connection, key, demand=effect.key, amount_fen=amount_fen, reason=reason, now=case.now
    )
    if not is_new:
        return
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


def refund_key(demand: str, *, reason: str, amount_fen: int) -> str:
    """The key of a refund says how much goes back, so that it is the same however often it is asked for."""
    return f"{demand}/{REFUND}/{reason}/{amount_fen}"


def amount_of_refund(key: str) -> int:
    """In fen; the inverse of `refund_key`."""
    return int(key.rpartition("/")[2])


def _reference(outcome: Outcome) -> str | None:
    number = outcome.data.get("refund_no")
    return number if isinstance(number, str) else outcome.reference
