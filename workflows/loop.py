"""The loop that both workflows are: woken, look, start what is slow, sleep.

It keeps no state from one look to the next but which effects are running and when its timer ends;
everything else is read anew, so a wake-up that is lost, doubled or late does no harm.
"""

import asyncio
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError

from workflows import timeouts
from workflows.messages import CarryOutInput, LookInput, LookResult, SlowEffect

_LOOK_RETRY = RetryPolicy(
    initial_interval=timeouts.LOOK_RETRY_FIRST,
    maximum_interval=timeouts.LOOK_RETRY_MOST,
)
# When to try an effect again is written in its row, in legal time; a second try here would be too early.
_ONCE = RetryPolicy(maximum_attempts=1)


class WakefulLoop:
    """`look` is the name of the local activity that reads what is pending and does what is quick."""

    def __init__(self, subject: str, *, look: str) -> None:
        self._subject = subject
        self._look = look
        self._woken = False
        self._running: dict[int, asyncio.Task[None]] = {}
        self._timer: asyncio.Task[None] | None = None
        self._timer_ends: datetime | None = None

    def wake(self) -> None:
        self._woken = True

    async def run(self) -> bool:
        """Until nothing is left to do; False when a new run should go on (the history has grown long)."""
        while True:
            self._woken = False
            seen = await self._look_now()
            for effect in seen.slow:
                self._start(effect)
            if not self._woken and not self._running:
                if seen.done:
                    return True
                if workflow.info().get_current_history_length() > timeouts.EVENTS_BEFORE_A_NEW_RUN:
                    return False
            self._set_timer(seen.next_look_seconds)
            await workflow.wait_condition(lambda: self._woken)

    async def _look_now(self) -> LookResult:
        return await workflow.execute_local_activity(
            self._look,
            LookInput(self._subject, running=sorted(self._running)),
            result_type=LookResult,
            start_to_close_timeout=timeouts.LOOK_TIMEOUT,
            retry_policy=_LOOK_RETRY,
        )

    def _start(self, effect: SlowEffect) -> None:
        """Begin an effect without waiting for it."""
        if effect.effect not in self._running:
            self._running[effect.effect] = asyncio.create_task(self._carry_out(effect))

    async def _carry_out(self, effect: SlowEffect) -> None:
        try:
            await workflow.execute_activity(
                effect.kind,
                CarryOutInput(effect.effect),
                start_to_close_timeout=timeouts.EFFECT_TIMEOUT,
                heartbeat_timeout=timeouts.EFFECT_HEARTBEAT_TIMEOUT,
                schedule_to_start_timeout=timeouts.EFFECT_QUEUE_TIMEOUT,
                retry_policy=_ONCE,
            )
        except ActivityError:
            # The row still says "attempted" or "planned", with the time to try again: a look finds it.
            workflow.logger.warning("effect_left_without_outcome", extra={"effect": effect.effect})
        finally:
            del self._running[effect.effect]
            self._woken = True

    def _set_timer(self, seconds: float | None) -> None:
        """At most one timer. An earlier one is left to ring: a look too many costs less than a new timer."""
        if seconds is None:
            return
        length = min(max(timedelta(seconds=seconds), timeouts.SHORTEST_TIMER), timeouts.LONGEST_TIMER)
        ends = workflow.now() + length
        if self._timer is not None and self._timer_ends is not None:
            if self._timer_ends <= ends:
                return
            self._timer.cancel()
        self._timer_ends = ends
        self._timer = asyncio.create_task(self._ring_after(length))

    async def _ring_after(self, length: timedelta) -> None:
        await workflow.sleep(length)
        self._timer = self._timer_ends = None
        self._woken = True
