"""The gate before each connector: a token bucket and a circuit breaker, shared by all workers in PostgreSQL.

Each process takes tokens in handfuls and keeps the breaker's state for a moment, so that most calls cost
no statement. A connector without a row has no limits.
"""

from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from sqlalchemy import TextClause, text

from database.session import ENGINE, transaction
from engine.context import EngineContext

HANDFUL = 10
KEPT_SECONDS = 1.0
FAILURES_THAT_OPEN = 5
OPEN_SECONDS = 30
WAIT_FOR_TOKENS = timedelta(seconds=1)

# Refills by the time that has passed, then takes what is there, at most a handful.
_TAKE = text("""
    WITH refilled AS (
        SELECT code, breaker_state, open_until,
            least(burst, tokens + rate * extract(epoch FROM clock_timestamp() - refilled_at)) AS there
        FROM connector WHERE code = :code FOR UPDATE
    ), taken AS (
        SELECT code, there, floor(least(there, :handful)) AS handful,
            CASE WHEN breaker_state <> 'closed' AND open_until > clock_timestamp()
                THEN extract(epoch FROM open_until - clock_timestamp()) ELSE 0 END AS closed_for,
            breaker_state <> 'closed' AS is_trial
        FROM refilled
    )
    UPDATE connector c SET refilled_at = clock_timestamp(),
        tokens = taken.there - CASE WHEN closed_for > 0 THEN 0 WHEN is_trial THEN 1 ELSE handful END,
        breaker_state = CASE WHEN is_trial AND closed_for = 0 THEN 'half_open' ELSE c.breaker_state END,
        open_until = CASE WHEN is_trial AND closed_for = 0
            THEN clock_timestamp() + make_interval(secs => :open_seconds) ELSE c.open_until END
    FROM taken WHERE c.code = taken.code
    RETURNING CASE WHEN is_trial THEN 1 ELSE handful END AS tokens, closed_for, is_trial
""")
_FAILED = text("""
    UPDATE connector SET failures = failures + 1,
        breaker_state = CASE WHEN failures + 1 >= :limit THEN 'open' ELSE breaker_state END,
        open_until = CASE WHEN failures + 1 >= :limit
            THEN clock_timestamp() + make_interval(secs => :open_seconds) ELSE open_until END
    WHERE code = :code
""")
_SUCCEEDED = text("""
    UPDATE connector SET failures = 0, breaker_state = 'closed', open_until = NULL WHERE code = :code
""")


@dataclass(slots=True)
class _Purse:
    tokens: int
    until: float
    unlimited: bool = False


class Gate:
    def __init__(self, context: EngineContext) -> None:
        self._context = context
        self._purses: dict[str, _Purse] = {}
        self._failing: set[str] = set()

    async def admit(self, connector: str | None) -> timedelta | None:
        """None: go on. Otherwise how long to wait; the other side must not be called now."""
        if connector is None:
            return None
        purse = self._purses.get(connector)
        if purse is not None and purse.until > monotonic() and (purse.unlimited or purse.tokens > 0):
            purse.tokens -= 1
            return None
        return await self._take(connector)

    async def succeeded(self, connector: str | None) -> None:
        if connector is not None and connector in self._failing:
            self._failing.discard(connector)
            await self._write(_SUCCEEDED, {"code": connector})

    async def failed(self, connector: str | None) -> None:
        if connector is None:
            return
        self._failing.add(connector)
        self._purses.pop(connector, None)
        values = {"code": connector, "limit": FAILURES_THAT_OPEN, "open_seconds": OPEN_SECONDS}
        await self._write(_FAILED, values)

    async def _take(self, connector: str) -> timedelta | None:
        values = {"code": connector, "handful": HANDFUL, "open_seconds": OPEN_SECONDS}
        async with transaction(self._context.database, ENGINE) as connection:
            row = (await connection.execute(_TAKE, values)).one_or_none()
        until = monotonic() + KEPT_SECONDS
        if row is None:
            self._purses[connector] = _Purse(0, monotonic() + 60, unlimited=True)
            return None
        if row.closed_for > 0:
            return timedelta(seconds=float(row.closed_for))
        if row.tokens < 1:
            return WAIT_FOR_TOKENS
        if row.is_trial:  # one call finds out whether the other side is back; its success closes the breaker
            self._failing.add(connector)
        self._purses[connector] = _Purse(int(row.tokens) - 1, until)
        return None

    async def _write(self, statement: TextClause, values: dict[str, object]) -> None:
        async with transaction(self._context.database, ENGINE) as connection:
            await connection.execute(statement, values)
