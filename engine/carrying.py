"""An effect in the hands of whoever carries it out: what it needs, and what to write afterwards.

The activities call these; each function is one transaction, and none is open during a call outside.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from database.queries.effect_rows import (
    EffectRow,
    await_effect,
    claim_one,
    holding_effect,
    make_incident,
    try_again,
)
from database.queries.order_rows import give_order_its_page
from database.session import ENGINE, legal_now, transaction
from engine import awaited_money
from engine.call_log import record_call
from engine.change import change_case
from engine.context import EngineContext
from engine.effects import ORDER, SLOW_LEASE, back_off, look_again_after
from engine.errands import take_errand_answer
from engine.incidents import IncidentKind, insert_incident
from engine.outcome import Outcome
from engine.outcomes import give_up, take_outcome
from engine.payments import record_demand
from engine.who import THE_ENGINE, Who


@dataclass(frozen=True, slots=True)
class Later:
    """The other side took the effect and answers later. `pay_url`: where the applicant pays."""

    reference: str
    pay_url: str | None = None


async def claim_effect(context: EngineContext, effect_id: int) -> EffectRow | None:
    """Takes an effect for one try; None when somebody else holds it or nothing is left to do."""
    async with transaction(context.database, ENGINE) as connection:
        return await claim_one(connection, effect_id, now=await legal_now(connection), lease=SLOW_LEASE)


@dataclass(frozen=True, slots=True)
class Following:
    """What outcomes have led to. `quick`: effects taken for the caller. `more`: something else than an act
    of a person may come next, so the case has to be looked at again at once."""

    quick: list[EffectRow] = field(default_factory=list)
    more: bool = False


async def record_answers(
    context: EngineContext, answered: Sequence[tuple[EffectRow, Outcome]], *, claim: bool
) -> Following:
    """Outcomes of one case (or errand) that came together, in one transaction: they would only wait for
    each other's lock. The quick effects that follow are taken for the caller when `claim`."""
    case_id = answered[0][0].case_id
    if case_id is None:
        for effect, outcome in answered:
            await take_errand_answer(context, effect, outcome)
        return Following(more=True)
    held = [holding_effect(effect.id) for effect, _ in answered]
    async with change_case(
        context, case_id, by=THE_ENGINE, for_workflow=True, claim=claim, along=held
    ) as case:
        for effect, outcome in answered:
            case.by = Who("department", effect.connector) if effect.connector else THE_ENGINE
            await record_call(case, effect)
            await take_outcome(case, effect, outcome)
    planned = any(each["state"] == "planned" for each in case.new_effects)
    return Following(case.claimed, more=planned or case.state.standing != "open")


async def record_later(context: EngineContext, effect: EffectRow, later: Later) -> None:
    """Waits for the answer, and asks for it when it does not come."""
    if effect.case_id is None:
        await _wait_for_answer(context, effect, reference=later.reference)
        return
    async with change_case(context, case_of(effect), by=THE_ENGINE, for_workflow=True) as case:
        await record_call(case, effect)
        again_at = case.now + look_again_after(effect.tries)
        waits = await await_effect(case.connection, effect.id, again_at=again_at, reference=later.reference)
        if waits and effect.kind == "payment":
            await record_demand(case, effect, pay_url=later.pay_url)
        elif waits and effect.kind == awaited_money.KIND:
            await awaited_money.record_expected(case, effect)
        elif waits and effect.kind == ORDER:
            await give_order_its_page(case.connection, effect.key, pay_url=later.pay_url)
    context.notifier.say(case_of(effect))


async def record_nonsense(
    context: EngineContext,
    effect: EffectRow,
    *,
    kind: IncidentKind = "nonsense",
    reason: str,
    detail: str = "",
) -> None:
    """Trying again cannot help, or has not helped: an incident. The other branches go on."""
    if effect.case_id is None:
        await _give_up_errand(context, effect, kind=kind, reason=reason, detail=detail)
        return
    async with change_case(context, effect.case_id, by=THE_ENGINE, for_workflow=True) as case:
        await give_up(case, effect, kind=kind, reason=reason, detail=detail)


def case_of(effect: EffectRow) -> int:
    assert effect.case_id is not None, "an errand has no case"
    return effect.case_id


async def record_failure(
    context: EngineContext, effect: EffectRow, *, reason: str, at_least: timedelta = timedelta()
) -> None:
    """No answer came. It is tried again later, or becomes an incident when it was tried often enough."""
    if effect.state == "awaiting":  # it was only asked about; the answer may still come by itself
        await _wait_for_answer(context, effect)
        return
    wait = back_off(effect.tries)
    if wait is None:
        await record_nonsense(context, effect, kind="exhausted", reason=reason)
        return
    async with transaction(context.database, ENGINE) as connection:
        now = await legal_now(connection)
        await try_again(
            connection,
            effect.id,
            state="planned",
            tries=effect.tries,
            again_at=now + max(wait, at_least),
            attempted_at=now,
        )


async def put_back(context: EngineContext, effect: EffectRow, *, wait: timedelta) -> None:
    """The other side was not called at all (its breaker is open, or its bucket empty): not a try."""
    async with transaction(context.database, ENGINE) as connection:
        now = await legal_now(connection)
        await try_again(
            connection,
            effect.id,
            state="awaiting" if effect.state == "awaiting" else "planned",
            tries=max(effect.tries - 1, 1),
            again_at=now + wait,
            attempted_at=effect.attempted_at,
        )


async def _wait_for_answer(
    context: EngineContext, effect: EffectRow, *, reference: str | None = None
) -> None:
    async with transaction(context.database, ENGINE) as connection:
        again_at = await legal_now(connection) + look_again_after(effect.tries)
        await await_effect(connection, effect.id, again_at=again_at, reference=reference)


async def _give_up_errand(
    context: EngineContext, effect: EffectRow, *, kind: IncidentKind, reason: str, detail: str
) -> None:
    async with transaction(context.database, ENGINE) as connection:
        if await make_incident(connection, effect.id, reason=reason):
            now = await legal_now(connection)
            await insert_incident(
                connection, effect_id=effect.id, kind=kind, reason=reason, detail=detail, opened_at=now
            )
