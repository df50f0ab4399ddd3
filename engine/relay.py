"""The relay: tells Temporal which cases have something to do outside.

A case whose `wake_wanted` is ahead of `wake_seen` is claimed and its workflow started or signalled. A
claim holds for a while (2 s, then longer, up to 10 min), so a wake-up that is lost is sent again and one
that is doubled does no harm. While Temporal is away nothing is claimed; people go on working.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog
from sqlalchemy import text

from database.session import ENGINE, transaction
from engine.context import EngineContext
from engine.lingering import Lingering

POLL_SECONDS = 1.0
TEMPORAL_AWAY_SECONDS = 2.0
FIRST_BACK_OFF_SECONDS = 2
LONGEST_BACK_OFF_SECONDS = 600
FEWEST_IN_FLIGHT = 50
MOST_IN_FLIGHT = 2000
ERRAND_HOLD_SECONDS = 30

_IN_FLIGHT = text("""
    SELECT count(*) FROM matter_case WHERE wake_seen < wake_wanted AND relay_after > clock_timestamp()
""")
_CLAIM = text("""
    UPDATE matter_case SET relay_tries = relay_tries + 1,
        relay_after = clock_timestamp()
            + make_interval(secs => least(:longest, :first * power(2, least(relay_tries, 20))))
    WHERE id IN (
        SELECT id FROM matter_case
        WHERE wake_seen < wake_wanted AND (relay_after IS NULL OR relay_after <= clock_timestamp())
            AND NOT id = ANY(:here)
        ORDER BY priority, id LIMIT :limit FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING id, case_no, timer_at IS NULL AS rests, priority
""")
# `look_after` keeps an errand from being started again while its workflow has it; effects of cases need no
# such mark, theirs is in the case.
_CLAIM_ERRANDS = text("""
    UPDATE effect e SET look_after = now() + i.clock_offset + make_interval(secs => :hold)
    FROM installation i
    WHERE e.case_id IS NULL AND e.state IN ('planned', 'attempted', 'awaiting')
        AND e.try_after <= now() + i.clock_offset
        AND (e.look_after IS NULL OR e.look_after <= now() + i.clock_offset)
    RETURNING e.subject
""")
_UNCLAIM = text("""
    UPDATE matter_case SET relay_after = NULL, relay_tries = greatest(relay_tries - 1, 0) WHERE id = ANY(:ids)
""")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class WakeUp:
    """`rests`: the last run has ended (or there was none), so a start will do and needs no signal.

    It is a guess: the run may be ending just now. `priority` 0: a person is waiting."""

    case_id: int
    case_no: str
    rests: bool
    priority: int


class TemporalAway(Exception):
    """The workflow server cannot be reached; nothing is lost, the wake-ups wait."""


class Starter(Protocol):
    """Starts or signals workflows. Raises TemporalAway."""

    async def wake_case(self, wake_up: WakeUp) -> None: ...

    async def start_errand(self, subject: str) -> None: ...


class Relay:
    def __init__(self, context: EngineContext, starter: Starter, lingering: Lingering) -> None:
        self._context = context
        self.starter = starter
        self._lingering = lingering
        self._nudged = asyncio.Event()
        self._allowance = FEWEST_IN_FLIGHT
        self.temporal_is_away = False

    def nudge(self, case_ids: Sequence[int] | frozenset[int]) -> None:
        """These cases want to be woken. A look that lingers over one sees to it itself."""
        self._lingering.tell(case_ids)
        if not all(self._lingering.has(case_id) for case_id in case_ids):
            self._nudged.set()

    async def run(self) -> None:
        """Relays until it is cancelled."""
        while True:
            try:
                relayed = await self.relay_once()
                self.temporal_is_away = False
            except TemporalAway:
                if not self.temporal_is_away:
                    log.warning("temporal_away")
                self.temporal_is_away = True
                await asyncio.sleep(TEMPORAL_AWAY_SECONDS)
                continue
            if not relayed:
                await self._wait()

    async def relay_once(self) -> int:
        """Claims what may be claimed now and wakes it; gives the number. Raises TemporalAway."""
        await self._start_errands()
        claimed = await self._claim()
        if not claimed:
            return 0
        results = await asyncio.gather(*map(self.starter.wake_case, claimed), return_exceptions=True)
        lost = [each for each, result in zip(claimed, results, strict=True) if isinstance(result, Exception)]
        if lost:
            await self._unclaim([each.case_id for each in lost])
            raise next(each for each in results if isinstance(each, Exception))
        return len(claimed)

    async def _start_errands(self) -> None:
        async with transaction(self._context.database, ENGINE) as connection:
            rows = await connection.execute(_CLAIM_ERRANDS, {"hold": ERRAND_HOLD_SECONDS})
            subjects = set(rows.scalars())
        for subject in sorted(subjects):
            await self.starter.start_errand(subject)

    async def _claim(self) -> list[WakeUp]:
        async with transaction(self._context.database, ENGINE) as connection:
            in_flight = (await connection.execute(_IN_FLIGHT)).scalar_one()
            room = self._room(in_flight)
            if room <= 0:
                return []
            values = {
                "limit": room,
                "here": self._lingering.here(),
                "first": FIRST_BACK_OFF_SECONDS,
                "longest": LONGEST_BACK_OFF_SECONDS,
            }
            rows = (await connection.execute(_CLAIM, values)).all()
        return [
            WakeUp(row.id, row.case_no, row.rests, row.priority)
            for row in sorted(rows, key=lambda row: (row.priority, row.id))
        ]

    def _room(self, in_flight: int) -> int:
        """How many more wake-ups may be under way.

        A queue that nobody polls harms the server, while PostgreSQL does not mind waiting. So the
        allowance grows while the workers drain what is in flight, and falls back when they do not.
        """
        if in_flight * 2 < self._allowance:
            self._allowance = min(self._allowance + FEWEST_IN_FLIGHT, MOST_IN_FLIGHT)
        elif in_flight >= self._allowance:
            self._allowance = max(self._allowance // 2, FEWEST_IN_FLIGHT)
        return self._allowance - in_flight

    async def _unclaim(self, case_ids: list[int]) -> None:
        async with transaction(self._context.database, ENGINE) as connection:
            await connection.execute(_UNCLAIM, {"ids": case_ids})

    async def _wait(self) -> None:
        try:
            # Not `wait_for`: in Python 3.11 it forgets that it was cancelled when the nudge comes as well.
            async with asyncio.timeout(POLL_SECONDS):
                await self._nudged.wait()
        except TimeoutError:
            return
        finally:
            self._nudged.clear()
