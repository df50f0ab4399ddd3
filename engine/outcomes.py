"""Recording what came back from outside: compare and set, in the transaction that also moves the case.

The first outcome of an effect that is wanted counts. A second one is logged; one for an effect that is no
longer wanted is recorded and undone outside (a refund, a recall).
"""

from collections.abc import Awaitable, Callable

from database.queries.effect_rows import (
    EffectRow,
    answer_effect,
    answer_unwanted,
    find_by_keys,
    find_effect,
    make_incident,
)
from engine import awaited_money, letters, orders, payments, refunds, seals, services
from engine.case_change import CaseChange
from engine.data_sharing import record_of_step
from engine.effects import COMPENSATIONS, ORDER, compensation_row
from engine.incidents import IncidentKind, close_incidents_of, has_open_incident, open_incident
from engine.outcome import ALREADY_PAID, DONE, DRAWN, NO_PRESS, Outcome
from engine.parcels import record_recalled, record_sent
from engine.received import NotUnderstood, received_values, step_of
from matter_definitions import events
from matter_definitions.acts.deciding import RecordOutcome

OTHERWISE, HELD = "answered_otherwise", "refused_and_held"

# Kinds of effects whose answer is kept in rows of their own, whatever it is.
_KEPT: dict[str, Callable[[CaseChange, EffectRow, Outcome], Awaitable[None]]] = {
    "refund": refunds.record_refund,
    "service": services.record_outcome,
    "letter": letters.record_answer,
    awaited_money.KIND: awaited_money.record_outcome,
}


async def take_outcome(case: CaseChange, effect: EffectRow, outcome: Outcome) -> None:
    """Writes the outcome of `effect` and lets the case go on."""
    if effect.kind == ORDER:
        await _take_order(case, effect, outcome)
        return
    try:
        if effect.kind == awaited_money.KIND and (
            problem := await awaited_money.problem_with(case, effect, outcome)
        ):
            await give_up(case, effect, kind="reconciliation", reason=problem.reason, detail=problem.detail)
            return
        if _is_held(case, effect, outcome):
            await give_up(case, effect, kind="stuck", reason=HELD, detail=outcome.word)
            return
        values = received_values(case, effect, outcome)
        word = await _first_outcome(case, effect, outcome)
    except NotUnderstood as problem:
        await give_up(case, effect, kind="nonsense", reason="answer_not_understood", detail=problem.problem)
        return
    except payments.AmountUnknown as problem:
        await give_up(case, effect, kind="nonsense", reason="amount_unknown", detail=str(problem))
        return
    if word is None:
        await _take_late(case, effect, outcome)
        return
    await record_of_step(case, effect, outcome)
    case.set_values(values)
    await _go_on(case, effect, outcome, word=word)


async def _take_order(case: CaseChange, effect: EffectRow, outcome: Outcome) -> None:
    """Several demands that were paid at once: each has its own outcome, whatever becomes of the others."""
    try:
        paid = await orders.record_order(case, effect, outcome)
    except NotUnderstood as problem:
        await give_up(case, effect, kind="nonsense", reason="answer_not_understood", detail=problem.problem)
        return
    for demand, its_own in paid:
        await take_outcome(case, demand, its_own)


async def give_up(
    case: CaseChange, effect: EffectRow, *, kind: IncidentKind, reason: str, detail: str = ""
) -> None:
    """The effect becomes an incident, unless it has been answered or is unwanted meanwhile."""
    if await make_incident(case.connection, effect.id, reason=reason):
        await record_of_step(case, effect, None)
        await open_incident(case, kind=kind, reason=reason, effect=effect, detail=detail)


def _is_held(case: CaseChange, effect: EffectRow, outcome: Outcome) -> bool:
    """A refusal that ends nothing: somebody has to look why."""
    step = step_of(case, effect)
    if step is None or step.refused != "hold" or outcome.word == DONE:
        return False
    return case.state.items[effect.item_key or ""].steps[effect.step].standing == "open"


async def _first_outcome(case: CaseChange, effect: EffectRow, outcome: Outcome) -> str | None:
    """The word for the step when this outcome counts; None when it comes second or too late."""
    before = await answer_effect(
        case.connection, effect.id, outcome=outcome.word, now=case.now, reference=outcome.reference
    )
    if before is None:
        return None
    if before == "incident":
        await close_incidents_of(case.connection, effect.id, now=case.now)
    return await _settle(case, effect, outcome)


async def _settle(case: CaseChange, effect: EffectRow, outcome: Outcome) -> str:
    """What the kind of effect leaves behind in its own rows; gives the word for the step."""
    match effect.kind:
        case "payment":
            return await payments.record_payment(case, effect, outcome)
        case "mailing" if outcome.word == DONE:
            await record_sent(case, effect, outcome)
        case "payment_cancel" if outcome.word == ALREADY_PAID:
            await _take_already_paid(case, effect, outcome)
        case "parcel_recall" if outcome.word == DONE:
            await record_recalled(case, effect.compensates or "")
        case "seal":
            return await seals.record_outcome(case, effect, outcome)
        case "paper" | "issue_result" if outcome.word == NO_PRESS:
            await open_incident(case, kind="exhausted", reason=NO_PRESS, effect=effect)
            return DONE
        case kind if kind in _KEPT:
            await _KEPT[kind](case, effect, outcome)
        case _:
            pass
    return outcome.word


async def _take_already_paid(case: CaseChange, cancelling: EffectRow, outcome: Outcome) -> None:
    """What was to be closed had been paid. Of an order the lines say for what; where they are not told, each
    demand is still asked about by itself."""
    [cancelled] = await find_by_keys(case.connection, [cancelling.compensates or ""])
    if cancelled.kind != ORDER:
        await payments.record_already_paid(case, cancelling, outcome)
    elif outcome.data.get("lines"):
        await _take_order(case, cancelled, Outcome(DONE, outcome.data, reference=outcome.reference))
    else:
        await open_incident(case, kind="overpaid", reason="paid_too_late", effect=cancelling)


async def _go_on(case: CaseChange, effect: EffectRow, outcome: Outcome, *, word: str) -> None:
    step = step_of(case, effect)
    if step is None or effect.item_key is None or word == DRAWN:
        return
    state = case.state.items[effect.item_key].steps[effect.step]
    if state.standing == "done" and effect.kind in ("issue_result", "seal"):
        return  # its paper could not be drawn or sealed when the step was done, and is now
    if state.standing != "open" or state.round != effect.round:
        case.happened(events.LATE_OUTCOME, item=effect.item_key, step=effect.step, outcome=word)
        return
    case.apply(RecordOutcome(effect.item_key, effect.step, effect.round, word, _reason(case, outcome)))


def _reason(case: CaseChange, outcome: Outcome) -> str | None:
    """A department's own words are kept as a text; the reason then refers to it."""
    if outcome.word == DONE or not outcome.reason_zh:
        return None
    words = "\n".join(each for each in (outcome.reason_zh, outcome.reason_en) if each)
    return f"text:{case.add_text('reason', words)}"


async def _take_late(case: CaseChange, effect: EffectRow, outcome: Outcome) -> None:
    now = await find_effect(case.connection, effect.id)
    if now is None:
        return
    if now.state != "unwanted":
        await _take_second(case, now, outcome)
        return
    first = await answer_unwanted(
        case.connection, now.id, outcome=outcome.word, now=case.now, reference=outcome.reference
    )
    if first:
        case.happened(events.LATE_OUTCOME, item=now.item_key, step=now.step, outcome=outcome.word)
    if now.kind == "payment":
        await payments.record_late_payment(case, now, outcome)
    elif first and now.kind in COMPENSATIONS and outcome.word == DONE:
        case.plan_effect(compensation_row(now, kind=COMPENSATIONS[now.kind], now=case.now))


async def _take_second(case: CaseChange, effect: EffectRow, outcome: Outcome) -> None:
    """The same answer again is a repetition; another one is logged, and money that came twice goes back.

    The same word with other data is an incident: the first answer is in use already, and only the
    department knows which of them is true."""
    if effect.kind == "payment":
        await payments.record_second_payment(case, effect, outcome)
    elif effect.kind == awaited_money.KIND and effect.outcome == outcome.word:
        await awaited_money.record_second(case, effect, outcome)
    elif effect.outcome != outcome.word:
        case.happened(events.LATE_OUTCOME, item=effect.item_key, step=effect.step, outcome=outcome.word)
    elif other := _answered_otherwise(case, effect, outcome):
        await _tell_of_two_answers(case, effect, fields=other)


async def _tell_of_two_answers(case: CaseChange, effect: EffectRow, *, fields: list[str]) -> None:
    if not await has_open_incident(case.connection, effect.id, reason=OTHERWISE):
        detail = ", ".join(fields)
        await open_incident(case, kind="nonsense", reason=OTHERWISE, effect=effect, detail=detail)


def _answered_otherwise(case: CaseChange, effect: EffectRow, outcome: Outcome) -> list[str]:
    """The fields that hold something else than this answer says. A step that was done anew has its own."""
    item = case.state.items.get(effect.item_key or "")
    step = item.steps.get(effect.step) if item else None
    if case.plan.format < 2 or step is None or step.round != effect.round:
        return []
    said = received_values(case, effect, outcome)
    return sorted(key for key, value in said.items() if case.values.get(key) != value)
