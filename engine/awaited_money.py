"""Money that somebody else sends us: matched by our key, counted once, and looked at when it is another sum.

The treasury tells what came for the key of the effect, by its callback, when it is asked, or in its list of a
day. The whole sum lets the step go on. Another sum moves nothing: a supervisor asks the treasury again, takes
the sum as it is with a reason, or sends it back, and then it is sent anew in another round.
"""

from dataclasses import dataclass

from database.queries.effect_rows import EffectRow, answer_effect
from database.queries.expected_money_rows import (
    ExpectedMoneyRow,
    expect_money,
    find_expected_money,
    is_counted,
    settle_expected_money,
)
from engine import left_open
from engine.case_change import CaseChange
from engine.effects import COMPENSATIONS, compensation_row, key_of
from engine.incidents import open_incident
from engine.outcome import DONE, Outcome
from engine.payments import AmountUnknown
from engine.values import stored_key
from matter_definitions.acts.deciding import RecordOutcome
from matter_definitions.awaiting import money_of

KIND = "money_awaited"
AMOUNT = "amount_fen"  # what the treasury calls the sum
SENT_BACK, AMOUNT_DIFFERS = "sent_back", "amount_differs"
_UNDECIDED = frozenset({"awaited", "differs"})


@dataclass(frozen=True, slots=True)
class Expected:
    """`transfer_key`: under which the other side's treasury was told to send it."""

    amount_fen: int
    account: str
    transfer_key: str


@dataclass(frozen=True, slots=True)
class Problem:
    """`detail` of another sum: what was expected and what came, in fen, `100000/99900`."""

    reason: str
    detail: str = ""


def expected_of(case: CaseChange, effect: EffectRow) -> Expected:
    """As the form says now. Raises AmountUnknown."""
    item = case.state.items[effect.item_key or ""]
    item_plan = case.plan.item(item.code)
    money = money_of(case.plan.step(item.code, effect.step))
    amount_key = stored_key(item_plan, item, money.amount_key)
    amount = case.values.get(amount_key)
    if not isinstance(amount, int) or isinstance(amount, bool):
        raise AmountUnknown(amount_key)
    account = case.values.get(stored_key(item_plan, item, money.account_key))
    sender = item.steps[money.sent_by]
    key = key_of(case.case_no, item=item.key, step=sender.code, round=sender.round)
    return Expected(amount, str(account or ""), key)


async def record_expected(case: CaseChange, effect: EffectRow) -> ExpectedMoneyRow:
    """The row of what is expected, written once: a form that is changed later changes no expectation."""
    known = await find_expected_money(case.connection, effect.key)
    if known is not None:
        return known
    amount = expected_of(case, effect).amount_fen
    await expect_money(
        case.connection,
        effect.key,
        case_id=case.id,
        item_key=effect.item_key or "",
        amount_fen=amount,
        now=case.now,
    )
    return ExpectedMoneyRow(amount, None, "awaited", None)


async def problem_with(case: CaseChange, effect: EffectRow, outcome: Outcome) -> Problem | None:
    """Why this money cannot simply be taken; None: it can, or nothing came.

    What came is kept in the row, for whoever decides about it."""
    if outcome.word != DONE:
        return None
    row = await record_expected(case, effect)
    if row.state not in _UNDECIDED:
        return None
    arrived, transaction = _arrived(outcome), _transaction(outcome)
    if transaction and await is_counted(case.connection, transaction, besides=effect.key):
        return Problem("counted_before")
    if arrived == row.amount_fen:
        return None
    await settle_expected_money(
        case.connection,
        effect.key,
        state="differs",
        arrived_fen=arrived,
        transaction_no=transaction,
        now=case.now,
    )
    return Problem(AMOUNT_DIFFERS, f"{row.amount_fen}/{arrived}")


async def record_outcome(case: CaseChange, effect: EffectRow, outcome: Outcome) -> None:
    """The whole sum has come, or it went back to the sender."""
    await record_expected(case, effect)
    if outcome.word != DONE:
        await settle_expected_money(case.connection, effect.key, state="returned", now=case.now)
        return
    await settle_expected_money(
        case.connection,
        effect.key,
        state="arrived",
        arrived_fen=_arrived(outcome),
        transaction_no=_transaction(outcome),
        now=case.now,
    )
    await left_open.arrived(case, effect.item_key or "", effect.step)


async def record_second(case: CaseChange, effect: EffectRow, outcome: Outcome) -> None:
    """The same transaction told again is nothing; another one for the same key is shown to a supervisor."""
    row = await find_expected_money(case.connection, effect.key)
    if outcome.word == DONE and row is not None and _transaction(outcome) != row.transaction_no:
        await open_incident(case, kind="reconciliation", reason="arrived_twice", effect=effect)


async def accept(case: CaseChange, effect: EffectRow) -> None:
    """A supervisor takes the sum as it came; where nothing was told, he says that all of it has come."""
    row = await record_expected(case, effect)
    await settle_expected_money(case.connection, effect.key, state="accepted", now=case.now)
    item = case.state.items[effect.item_key or ""]
    receive = case.plan.step(item.code, effect.step).receive or {}
    amount = row.amount_fen if row.arrived_fen is None else row.arrived_fen
    item_plan = case.plan.item(item.code)
    case.set_values(
        {stored_key(item_plan, item, ours): amount for ours, theirs in receive.items() if theirs == AMOUNT}
    )
    await left_open.arrived(case, effect.item_key or "", effect.step)


async def send_back(case: CaseChange, effect: EffectRow) -> None:
    """What came goes back to the sender, and all from the account on begins anew."""
    await answer_effect(case.connection, effect.id, outcome=SENT_BACK, now=case.now, reason="by_supervisor")
    await settle_expected_money(case.connection, effect.key, state="returned", now=case.now)
    case.plan_effect(compensation_row(effect, kind=COMPENSATIONS[KIND], now=case.now))
    case.apply(RecordOutcome(effect.item_key or "", effect.step, effect.round, SENT_BACK))


def _arrived(outcome: Outcome) -> int:
    amount = outcome.data.get(AMOUNT)
    return amount if isinstance(amount, int) else 0


def _transaction(outcome: Outcome) -> str | None:
    number = outcome.data.get("transaction_no")
    return number if isinstance(number, str) else None
