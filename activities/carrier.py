"""One try of an effect, whatever its kind: through the gate, out, and the outcome written down."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from activities.handler import Handler, Job, Recorded
from database.queries.effect_rows import EffectRow
from departments.contract import DepartmentNonsense, DepartmentUnavailable
from engine.carrying import (
    Following,
    Later,
    claim_effect,
    put_back,
    record_answers,
    record_failure,
    record_later,
    record_nonsense,
)
from engine.context import EngineContext
from engine.effects import ask_first
from engine.gate import Gate
from engine.outcome import Outcome
from matter_definitions.plan import Plan

QUICK_SECONDS = 2.0
SLOW_SECONDS = 15.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class CameBack:
    """What a call outside has brought, not written down yet."""

    effect: EffectRow
    result: Outcome | Later | Recorded


class Carrier:
    def __init__(self, context: EngineContext, gate: Gate, handlers: Iterable[Handler]) -> None:
        self._context = context
        self._gate = gate
        self._handlers = {each.kind: each for each in handlers}

    @property
    def kinds(self) -> list[str]:
        return sorted(self._handlers)

    async def call_claimed(self, effect: EffectRow, *, plan: Plan | None) -> CameBack | None:
        """Calls for a quick effect that the caller has claimed; what comes back still has to be recorded.
        None: nothing came, and that is written down."""
        return await self._call(effect, quick=True, plan=plan)

    async def claim_and_carry(self, effect_id: int) -> None:
        """Carries out an effect as an ordinary activity; nothing happens when somebody else has it."""
        effect = await claim_effect(self._context, effect_id)
        came_back = await self._call(effect, quick=False, plan=None) if effect is not None else None
        if came_back is not None:
            await self.record([came_back], claim=False)

    async def record(self, came_back: Sequence[CameBack], *, claim: bool = True) -> Following:
        """Writes down what came back for effects of one case, its outcomes in one transaction.

        What cannot be written does not keep the others from being written. Of the effects that follow,
        the quick ones are claimed for the caller when `claim`.
        """
        outcomes = [(each.effect, each.result) for each in came_back if isinstance(each.result, Outcome)]
        later = [(each.effect, each.result) for each in came_back if isinstance(each.result, Later)]
        for effect, answer in later:
            try:
                await record_later(self._context, effect, answer)
            except Exception as problem:  # the edge of a try: whatever failed, the effect is not lost
                await self._failed(effect, problem)
        following = await self._record_outcomes(outcomes, claim=claim)
        return following if len(outcomes) == len(came_back) else replace(following, more=True)

    async def _record_outcomes(
        self, outcomes: Sequence[tuple[EffectRow, Outcome]], *, claim: bool
    ) -> Following:
        if not outcomes:
            return Following()
        try:
            return await record_answers(self._context, outcomes, claim=claim)
        except Exception as problem:  # the same edge
            if len(outcomes) == 1:
                await self._failed(outcomes[0][0], problem)
                return Following(more=True)
        apart = [await self._record_outcomes([each], claim=claim) for each in outcomes]
        return Following([one for each in apart for one in each.quick], more=any(each.more for each in apart))

    async def _call(self, effect: EffectRow, *, quick: bool, plan: Plan | None) -> CameBack | None:
        handler = self._handlers.get(effect.kind)
        if handler is None:
            await record_nonsense(self._context, effect, reason="unknown_kind", detail=effect.kind)
            return None
        wait = await self._gate.admit(effect.connector)
        if wait is not None:
            await put_back(self._context, effect, wait=wait)
            return None
        seconds = QUICK_SECONDS if quick else SLOW_SECONDS
        job = Job(effect, ask_first=ask_first(effect), seconds=seconds, plan=plan)
        try:
            # A little more than the call's own limit, so that the call can end by itself.
            async with asyncio.timeout(2 * seconds + 1):
                result = await handler.carry_out(job)
            await self._gate.succeeded(effect.connector)
            return CameBack(effect, result)
        except DepartmentNonsense as problem:
            await record_nonsense(
                self._context, effect, reason="answer_not_understood", detail=problem.problem
            )
        except Exception as problem:  # the edge of a try: whatever failed, the effect is not lost
            await self._failed(effect, problem)
        return None

    async def _failed(self, effect: EffectRow, problem: Exception) -> None:
        reason, wait = "our_fault", timedelta()
        if isinstance(problem, DepartmentUnavailable | TimeoutError):
            reason = "department_unavailable"
            await self._gate.failed(effect.connector)
        else:
            log.error("effect_failed", effect=effect.key, kind=effect.kind, exc_info=problem)
        if isinstance(problem, DepartmentUnavailable) and problem.retry_after_seconds:
            wait = timedelta(seconds=problem.retry_after_seconds)
        await record_failure(self._context, effect, reason=reason, at_least=wait)
