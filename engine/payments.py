"""Money: what a payment's answers mean, also when they come twice, late or with another amount.

What the provider tells is counted by its transactions: whatever came beyond what is kept of a payment, and is
not on its way back yet, goes back, however many payments came and however often each is told.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from database.queries.arrival_rows import take_arrival, unasked_of
from database.queries.effect_rows import EffectRow, find_by_keys
from database.queries.payment_rows import PaymentRow, demand_payment, find_payment, settle_payment
from engine import left_open
from engine.case_change import CaseChange
from engine.incidents import open_incident
from engine.orders import drop_orders_with
from engine.outcome import ALREADY_PAID, DONE, Outcome
from engine.refunds import refund
from engine.values import stored_key
from matter_definitions.plan import PaymentRule, Plan
from matter_definitions.state import ItemState

_KEPT = frozenset({"paid", "refund_open", "refunded"})


class AmountUnknown(Exception):
    """The plan's amount has no value in the form: a mistake in the definition, shown as an incident."""


def rule_of(case: CaseChange, effect: EffectRow) -> PaymentRule:
    return _rule_at(case.plan, _item_of(case, effect), effect.step)


def amount_of(case: CaseChange, effect: EffectRow) -> int:
    """What has to be paid, in fen; raises AmountUnknown."""
    return _value_at(case.plan, _item_of(case, effect), case.values, rule_of(case, effect).amount_key)


def shares_of(case: CaseChange, effect: EffectRow) -> dict[str, int]:
    """What each department gets of the one sum, in fen, by its code; empty when it is not split.

    Raises AmountUnknown, also when the shares do not add up to the sum: no money is demanded that belongs
    to nobody, and none is promised to somebody that nobody pays.
    """
    return _shares_at(case.plan, _item_of(case, effect), case.values, effect.step)


def departments_paid(
    plan: Plan, item: ItemState, values: Mapping[str, object], *, step: str, amount_fen: int
) -> dict[str, int] | None:
    """Who gets what of a demand of `amount_fen`, by its code: the shares, or all for the item's department.

    None: the form was changed since it was demanded and no longer tells."""
    try:
        shares = _shares_at(plan, item, values, step) or {item.department: amount_fen}
    except AmountUnknown:
        return None
    return shares if sum(shares.values()) == amount_fen else None


def _item_of(case: CaseChange, effect: EffectRow) -> ItemState:
    return case.state.items[effect.item_key or ""]


def _rule_at(plan: Plan, item: ItemState, step: str) -> PaymentRule:
    rule = plan.step(item.code, step).payment
    assert rule is not None, "only steps with a payment rule ask for payments"
    return rule


def _shares_at(plan: Plan, item: ItemState, values: Mapping[str, object], step: str) -> dict[str, int]:
    rule = _rule_at(plan, item, step)
    shares: dict[str, int] = {}
    for part in rule.split:
        code = f"{part.department_kind}@{item.region}"
        shares[code] = shares.get(code, 0) + _value_at(plan, item, values, part.amount_key)
    if shares and sum(shares.values()) != _value_at(plan, item, values, rule.amount_key):
        raise AmountUnknown("the shares do not add up to the sum")
    return {code: amount for code, amount in shares.items() if amount}


def _value_at(plan: Plan, item: ItemState, values: Mapping[str, object], base_key: str) -> int:
    key = stored_key(plan.item(item.code), item, base_key)
    amount = values.get(key)
    if not isinstance(amount, int) or isinstance(amount, bool):
        raise AmountUnknown(key)
    return amount


async def record_demand(case: CaseChange, effect: EffectRow, *, pay_url: str | None) -> None:
    """The provider has taken the demand: from now on the applicant finds it, with where to pay."""
    demanded_at = _demanded_at(case, effect)
    days = rule_of(case, effect).expire_after_days
    await demand_payment(
        case.connection,
        uuid4(),
        case_id=case.id,
        effect_key=effect.key,
        item_key=effect.item_key or "",
        amount_fen=amount_of(case, effect),
        pay_url=pay_url,
        demanded_at=demanded_at,
        expires_at=demanded_at + timedelta(days=days),
    )


async def record_payment(case: CaseChange, effect: EffectRow, outcome: Outcome) -> str:
    """Writes what became of a demand; gives the outcome for the step: done or failed."""
    demanded = (await _demand_of(case, effect)).amount_fen
    await drop_orders_with(case, [effect.key])
    paid, transaction = _paid(outcome), _transaction(outcome)
    is_met = outcome.word == DONE and paid >= demanded
    if is_met:
        await settle_payment(
            case.connection, effect.key, state="paid", reference=transaction, paid_at=case.now
        )
        await left_open.paid(case, effect.item_key or "", effect.step)
    else:
        await settle_payment(case.connection, effect.key, state="failed", reference=transaction)
    surplus = await _take_in(case, effect, outcome, kept_fen=demanded if is_met else 0)
    await _give_back(case, effect, surplus, reason="paid_too_much" if is_met else "paid_too_little")
    return DONE if is_met else "failed"


async def record_late_payment(case: CaseChange, effect: EffectRow, outcome: Outcome) -> None:
    """Money for a demand that is no longer wanted goes back, each transaction of it once."""
    if _paid(outcome):
        await _demand_of(case, effect)
        surplus = await _take_in(case, effect, outcome, kept_fen=0)
        await _return_late(case, effect, surplus, reference=_transaction(outcome))


async def record_second_payment(case: CaseChange, effect: EffectRow, outcome: Outcome) -> None:
    """A payment that was already settled is told again: the same one is nothing, another one goes back."""
    known = await find_payment(case.connection, effect.key)
    if known is None:
        return
    kept = known.amount_fen if known.state in _KEPT else 0
    surplus = await _take_in(case, effect, outcome, kept_fen=kept)
    await _give_back(case, effect, surplus, reason="paid_twice")


async def record_already_paid(case: CaseChange, cancelling: EffectRow, outcome: Outcome) -> None:
    """Cancelling came too late: what was paid meanwhile goes back, whether its callback comes or not.

    When the provider does not tell what came, it was what had been demanded."""
    effect = (await find_by_keys(case.connection, [cancelling.compensates or ""]))[0]
    demanded = (await _demand_of(case, effect)).amount_fen
    if _paid(outcome):
        surplus = await _take_in(case, effect, outcome, kept_fen=0)
    else:
        surplus = await unasked_of(case.connection, effect.key, kept_fen=0, at_least_fen=demanded)
    await _return_late(case, effect, surplus, reference=_transaction(outcome) if _paid(outcome) else None)


async def _take_in(case: CaseChange, effect: EffectRow, outcome: Outcome, *, kept_fen: int) -> int:
    """Counts money that came, each transaction once; gives how much of it has to go back, in fen."""
    amount = _paid(outcome)
    if not amount:
        return 0
    is_new = await take_arrival(
        case.connection,
        effect.key,
        transaction_no=_transaction(outcome) or "",
        amount_fen=amount,
        now=case.now,
    )
    return await unasked_of(case.connection, effect.key, kept_fen=kept_fen) if is_new else 0


async def _return_late(
    case: CaseChange, effect: EffectRow, amount_fen: int, *, reference: str | None
) -> None:
    if amount_fen:
        await settle_payment(
            case.connection, effect.key, state="refund_open", reference=reference, paid_at=case.now
        )
        await refund(case, effect, amount_fen=amount_fen, reason="paid_too_late")


async def _give_back(case: CaseChange, effect: EffectRow, amount_fen: int, *, reason: str) -> None:
    """What nobody could foresee is also shown to a supervisor."""
    if amount_fen:
        await refund(case, effect, amount_fen=amount_fen, reason=reason)
        await open_incident(case, kind="overpaid", reason=reason, effect=effect)


async def _demand_of(case: CaseChange, effect: EffectRow) -> PaymentRow:
    """As it was demanded: a form that is changed later does not change a demand. The provider's answer to it
    may never have been written; money that came has its row all the same."""
    known = await find_payment(case.connection, effect.key)
    if known is None:
        await record_demand(case, effect, pay_url=None)
        known = await find_payment(case.connection, effect.key)
    assert known is not None
    return known


def _paid(outcome: Outcome) -> int:
    """In fen; nothing when the payment failed."""
    amount = outcome.data.get("amount_fen") if outcome.word in (DONE, ALREADY_PAID) else 0
    return amount if isinstance(amount, int) else 0


def _transaction(outcome: Outcome) -> str | None:
    number = outcome.data.get("transaction_no")
    return number if isinstance(number, str) else outcome.reference


def _demanded_at(case: CaseChange, effect: EffectRow) -> datetime:
    item = case.state.items[effect.item_key or ""]
    return item.steps[effect.step].opened_at or case.now
