"""The local activity of the case workflow: reads what is pending, and does at once what is quick.

Several effects go on at the same time; outcomes that come together are one transaction, which also takes
the quick effects that follow. When nothing is left it lingers a moment, since people may answer at once.
"""

import asyncio
from time import monotonic

from temporalio import activity

from activities.carrier import Carrier
from database.queries.effect_rows import EffectRow
from engine.context import EngineContext
from engine.lingering import Lingering
from engine.look import Pending, look_at_case, look_at_errand
from matter_definitions.plan import Plan
from workflows.messages import LOOK, LOOK_AT_ERRAND, LookInput, LookResult, SlowEffect


class Looking:
    def __init__(self, context: EngineContext, carrier: Carrier, lingering: Lingering) -> None:
        self._context = context
        self._carrier = carrier
        self._lingering = lingering

    @activity.defn(name=LOOK)
    async def look(self, look: LookInput) -> LookResult:
        began = monotonic()
        first = await look_at_case(self._context, look.subject, running=look.running)
        if first is None or first.case_id is None:
            return LookResult(done=True)  # the workflow of a case that is not here (another database)
        self._lingering.begin(first.case_id, since=began)
        try:
            return await self._until_quiet(look, first.case_id, first)
        finally:
            self._lingering.end(first.case_id)

    @activity.defn(name=LOOK_AT_ERRAND)
    async def look_at_errand(self, look: LookInput) -> LookResult:
        pending = await look_at_errand(self._context, look.subject, running=look.running)
        while pending.quick:
            await self._carry_all(pending.quick, plan=pending.plan)
            pending = await look_at_errand(self._context, look.subject, running=look.running)
        return _result(pending)

    async def _until_quiet(self, look: LookInput, case_id: int, pending: Pending) -> LookResult:
        while True:
            if pending.quick:
                # When only people can go on, their next act is waited for before the case is read again.
                if not await self._carry_all(pending.quick, plan=pending.plan):
                    await self._lingering.changed(case_id)
            elif pending.slow or not pending.people_may_answer or not await self._lingering.changed(case_id):
                return _result(pending)
            again = await look_at_case(self._context, look.subject, running=look.running)
            assert again is not None, "cases are never deleted"
            pending = again

    async def _carry_all(self, effects: list[EffectRow], *, plan: Plan | None) -> bool:
        """Carries out the effects and whatever quick ones follow from them.

        What has come back while others were being written is written together. True when something else
        than an act of a person may come next.
        """
        under_way = {asyncio.create_task(self._carrier.call_claimed(each, plan=plan)) for each in effects}
        problems: list[BaseException] = []
        more = False
        while under_way:
            ended, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            problems += [problem for each in ended if (problem := each.exception()) is not None]
            results = [each.result() for each in ended if each.exception() is None]
            came_back = [each for each in results if each is not None]
            more = more or len(came_back) < len(ended)
            if came_back:
                following = await self._carrier.record(came_back)
                more = more or following.more
                calls = [self._carrier.call_claimed(each, plan=plan) for each in following.quick]
                under_way |= {asyncio.create_task(each) for each in calls}
        if problems:
            raise problems[0]  # now that the others have ended by themselves
        return more


def _result(pending: Pending) -> LookResult:
    seconds = None
    if pending.next_look_at is not None:
        seconds = max(0.0, (pending.next_look_at - pending.now).total_seconds())
    return LookResult(
        slow=[SlowEffect(effect, kind) for effect, kind in pending.slow],
        next_look_seconds=seconds,
        done=pending.done,
    )
