"""One try of an effect, whatever its kind: through the gate, out, and the outcome written down."""

import asyncio
from collections.abc import Iterable
from datetime import timedelta

import structlog

from activities.handler import Handler, Job, Recorded
from database.queries.effect_rows import EffectRow
from departments.contract import DepartmentNonsense, DepartmentUnavailable
from engine.carrying import (
    Later,
    claim_effect,
    put_back,
    record_answer,
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


class Carrier:
    def __init__(self, context: EngineContext, gate: Gate, handlers: Iterable[Handler]) -> None:
        self._context = context
        self._gate = gate
        self._handlers = {each.kind: each for each in handlers}

    @property
    def kinds(self) -> list[str]:
        return sorted(self._handlers)

    async def carry_claimed(self, effect: EffectRow, *, plan: Plan | None) -> list[EffectRow]:
        """Carries out a quick effect that the caller has claimed; gives the quick ones that follow."""
        return await self._try(effect, quick=True, plan=plan)

    async def claim_and_carry(self, effect_id: int) -> None:
        """Carries out an effect as an ordinary activity; nothing happens when somebody else has it."""
        effect = await claim_effect(self._context, effect_id)
        if effect is not None:
            await self._try(effect, quick=False, plan=None)

    async def _try(self, effect: EffectRow, *, quick: bool, plan: Plan | None) -> list[EffectRow]:
        handler = self._handlers.get(effect.kind)
        if handler is None:
            await record_nonsense(self._context, effect, reason="unknown_kind", detail=effect.kind)
            return []
        wait = await self._gate.admit(effect.connector)
        if wait is not None:
            await put_back(self._context, effect, wait=wait)
            return []
        seconds = QUICK_SECONDS if quick else SLOW_SECONDS
        job = Job(effect, ask_first=ask_first(effect), seconds=seconds, plan=plan)
        try:
            # A little more than the call's own limit, so that the call can end by itself.
            result = await asyncio.wait_for(handler.carry_out(job), 2 * seconds + 1)
            await self._gate.succeeded(effect.connector)
            return await self._write(effect, result, claim=quick)
        except DepartmentNonsense as problem:
            await record_nonsense(
                self._context, effect, reason="answer_not_understood", detail=problem.problem
            )
        except Exception as problem:  # the edge of a try: whatever failed, the effect is not lost
            await self._failed(effect, problem)
        return []

    async def _write(
        self, effect: EffectRow, result: Outcome | Later | Recorded, *, claim: bool
    ) -> list[EffectRow]:
        if isinstance(result, Recorded):
            return []
        if isinstance(result, Later):
            await record_later(self._context, effect, result)
            return []
        return await record_answer(self._context, effect, result, claim=claim)

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
