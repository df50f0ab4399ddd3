"""Callbacks of departments and providers: verified before they come here, taken once, matched by our key.

The key is known before the call, so an answer that overtakes the call's own answer finds its effect.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from database.queries.effect_rows import EffectRow, find_by_keys
from database.session import ENGINE, transaction
from engine.case_change import CaseChange
from engine.change import change_case
from engine.context import EngineContext
from engine.effects import SERVICE
from engine.errands import take_errand_answer
from engine.messages import record_receipt
from engine.outcome import Outcome
from engine.outcomes import give_up, take_outcome
from engine.parcels import DELIVERED, record_progress
from engine.received import step_of
from engine.services import record_arrival
from engine.who import Who
from refusals import Unknown

_TAKE = text("""
    INSERT INTO callback (webhook_id, connector, key) VALUES (:webhook_id, :connector, :key)
    ON CONFLICT (webhook_id) DO NOTHING RETURNING webhook_id
""")
_CALLS = {
    "payment": "payment_create",
    "payment_order": "payment_order",
    "payment_cancel": "payment_cancel",
    "refund": "refund",
    "mailing": "parcel_send",
    "parcel_recall": "parcel_recall",
    "service": "parcel_send",
    "letter": "letter_send",
    "arrival_close": "arrival_close",
}
_CHANNEL_CALLS = {"sms": "sms_send", "mail": "mail_send"}


@dataclass(frozen=True, slots=True)
class Progress:
    """How something goes on that was answered before; `event` is parcel.progress or message.receipt."""

    event: str
    stage: str
    sequence: int
    at: datetime


async def take_answer(
    context: EngineContext, *, connector: str, key: str, kind: str, webhook_id: str, outcome: Outcome
) -> None:
    """Records the answer to the effect `key`. Unknown (404): there is no such effect; the sender repeats."""
    effect = await _effect_of(context, connector=connector, key=key)
    if effect.case_id is None:
        await take_errand_answer(context, effect, outcome)
        return
    who = Who("department", connector)
    async with change_case(context, effect.case_id, by=who) as case:
        if not await _is_new(case.connection, webhook_id, connector=connector, key=key):
            return
        if kind != _expected_call(case, effect):
            await give_up(case, effect, kind="nonsense", reason="answer_of_another_kind")
            return
        await take_outcome(case, effect, outcome)
        case.wants_a_look = True  # the workflow may have nothing left to wait for


async def take_progress(
    context: EngineContext, *, connector: str, key: str, webhook_id: str, progress: Progress
) -> None:
    """Records a stage of a parcel, or that a message has arrived. Unknown (404)."""
    effect = await _effect_of(context, connector=connector, key=key)
    if progress.event == "message.receipt":
        await record_receipt(context, key, delivered=progress.stage == "delivered")
        return
    if effect.case_id is None:
        raise Unknown
    async with change_case(context, effect.case_id, by=Who("department", connector)) as case:
        if await _is_new(case.connection, webhook_id, connector=connector, key=key):
            await record_progress(
                case, effect, stage=progress.stage, sequence=progress.sequence, at=progress.at
            )
            if effect.kind == SERVICE and progress.stage == DELIVERED:
                await record_arrival(case, effect.key)
    context.notifier.say(effect.case_id)


async def take_nonsense(context: EngineContext, *, connector: str, key: str, problem: str) -> None:
    """A signed callback that nobody understands: an incident of the effect it speaks of. Unknown (404)."""
    effect = await _effect_of(context, connector=connector, key=key)
    if effect.case_id is None:
        return
    async with change_case(context, effect.case_id, by=Who("department", connector)) as case:
        await give_up(case, effect, kind="nonsense", reason="answer_not_understood", detail=problem)


async def _effect_of(context: EngineContext, *, connector: str, key: str) -> EffectRow:
    async with transaction(context.database, ENGINE) as connection:
        found = await find_by_keys(connection, [key])
    if not found or found[0].connector != connector:
        raise Unknown
    return found[0]


async def _is_new(connection: AsyncConnection, webhook_id: str, *, connector: str, key: str) -> bool:
    row = {"webhook_id": webhook_id, "connector": connector, "key": key}
    return (await connection.execute(_TAKE, row)).first() is not None


def _expected_call(case: CaseChange, effect: EffectRow) -> str | None:
    """The kind of request that the effect is."""
    step = step_of(case, effect)
    if step is not None and step.call:
        return step.call
    return _CALLS.get(effect.kind) or _CHANNEL_CALLS.get(effect.channel or "") or effect.kind
