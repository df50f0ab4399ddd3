"""Money: what a payment's answers mean, also when they come twice, late or with another amount."""

from datetime import datetime, timedelta
from uuid import uuid4

from database.queries.effect_rows import EffectRow, find_by_keys
from database.queries.payment_rows import demand_payment, find_payment, settle_payment
from engine.case_change import CaseChange
from engine.incidents import open_incident
from engine.outcome import DONE, Outcome
from engine.refunds import refund
from engine.values import stored_key
from matter_definitions.plan import PaymentRule


class AmountUnknown(Exception):
    """The plan's amount has no value in the form: a mistake in the definition, shown as an incident."""


def rule_of(case: CaseChange, effect: EffectRow) -> PaymentRule:
    item = case.state.items[effect.item_key or ""]
    rule = case.plan.step(item.code, effect.step).payment
    assert rule is not None, "only steps with a payment rule ask for payments"
    return rule


def amount_of(case: CaseChange, effect: EffectRow) -> int:
    """What has to be paid, in fen; raises AmountUnknown."""
    return _value_of(case, effect, rule_of(case, effect).amount_key)


def shares_of(case: CaseChange, effect: EffectRow) -> dict[str, int]:
    """What each department gets of the one sum, in fen, by its code; empty when it is not split.

    Raises AmountUnknown, also when the shares do not add up to the sum: no money is demanded that belongs
    to nobody, and none is promised to somebody that nobody pays.
    """
    region = case.state.items[effect.item_key or ""].region
    shares: dict[str, int] = {}
    for part in rule_of(case, effect).split:
        code = f"{part.department_kind}@{region}"
        shares[code] = shares.get(code, 0) + _value_of(case, effect, part.amount_key)
    if shares and sum(shares.values()) != amount_of(case, effect):
        raise AmountUnknown("the shares do not add up to the sum")
    return {code: amount for code, amount in shares.items() if amount}


def _value_of(case: CaseChange, effect: EffectRow, base_key: str) -> int:
    item = case.state.items[effect.item_key or ""]
    key = stored_key(case.plan.item(item.code), item, base_key)
    amount = case.values.get(key)
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
    await record_demand(case, effect, pay_url=None)
    demanded, paid = amount_of(case, effect), _paid(outcome)
    if outcome.word != DONE or paid < demanded:
        await settle_payment(case.connection, effect.key, state="failed", reference=_transaction(outcome))
        if paid:
            await _give_back(case, effect, amount_fen=paid, reason="paid_too_little")
        return "failed"
    await settle_payment(
        case.connection, effect.key, state="paid", reference=_transaction(outcome), paid_at=case.now
    )
    if paid > demanded:
        await _give_back(case, effect, amount_fen=paid - demanded, reason="paid_too_much")
    return DONE


async def record_late_payment(case: CaseChange, effect: EffectRow, outcome: Outcome) -> None:
    """Money for a demand that is no longer wanted goes back."""
    if outcome.word == DONE:
        # The answer to the demand may never have been written; money that came has its row all the same.
        await record_demand(case, effect, pay_url=None)
        await settle_payment(
            case.connection,
            effect.key,
            state="refund_open",
            reference=_transaction(outcome),
            paid_at=case.now,
        )
        await refund(case, effect, amount_fen=_paid(outcome), reason="paid_too_late")


async def record_second_payment(case: CaseChange, effect: EffectRow, outcome: Outcome) -> None:
    """A payment that was already settled is told again: the same one is nothing, another one goes back."""
    known = await find_payment(case.connection, effect.key)
    if outcome.word != DONE or (known is not None and known.provider_reference == _transaction(outcome)):
        return
    await _give_back(case, effect, amount_fen=_paid(outcome), reason="paid_twice")


async def record_already_paid(case: CaseChange, cancelling: EffectRow) -> None:
    """Cancelling came too late: what was paid meanwhile goes back, whether its callback comes or not."""
    effect = (await find_by_keys(case.connection, [cancelling.compensates or ""]))[0]
    amount = amount_of(case, effect)
    await settle_payment(case.connection, effect.key, state="refund_open", paid_at=case.now)
    await refund(case, effect, amount_fen=amount, reason="paid_too_late")


async def _give_back(case: CaseChange, effect: EffectRow, *, amount_fen: int, reason: str) -> None:
    """What nobody could foresee is also shown to a supervisor."""
    await refund(case, effect, amount_fen=amount_fen, reason=reason)
    await open_incident(case, kind="overpaid", reason=reason, effect=effect)


def _paid(outcome: Outcome) -> int:
    """In fen; nothing when the payment failed."""
    amount = outcome.data.get("amount_fen") if outcome.word == DONE else 0
    return amount if isinstance(amount, int) else 0


def _transaction(outcome: Outcome) -> str | None:
    number = outcome.data.get("transaction_no")
    return number if isinstance(number, str) else outcome.reference


def _demanded_at(case: CaseChange, effect: EffectRow) -> datetime:
    item = case.state.items[effect.item_key or ""]
    return item.steps[effect.step].opened_at or case.now
