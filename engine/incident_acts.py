"""What a supervisor may do about an incident: try again, mend the input, mark it done, end the branch.

`resolve`'s outcomes: `done` (it was done otherwise; the branch goes on), `ended` (the branch ends; where the
applicant has died, all that is open), `noted` (nothing follows, such as for a difference in a list that has
been explained), `sent_back` (money that came with another sum goes back and is sent anew).
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from database.queries.effect_rows import EffectRow, answer_effect, find_effect, revive_effect
from database.session import ENGINE, legal_now, transaction
from engine import awaited_money, of_the_dead
from engine.case_change import CaseChange
from engine.change import change_case, read_case
from engine.context import EngineContext
from engine.incidents import IncidentRow, find_incident
from engine.outcome import DONE
from engine.outcomes import HELD
from engine.who import Who
from forms.form_plan import Text
from matter_definitions import events
from matter_definitions.acts.deciding import EndBranch, RecordOutcome, RedoStep
from refusals import NotNow, Unknown

Resolution = Literal["done", "ended", "noted", "sent_back"]
Mended = Callable[[CaseChange, EffectRow], Awaitable[Mapping[str, object]]]
"""Values by form key, checked against the case as it stands then."""

_CLOSE = text("""
    UPDATE incident SET state = 'ended', closed_at = :now, closed_by = :by, resolution = :resolution,
        resolution_text = :text
    WHERE id = :id AND state = 'open' RETURNING id
""")
_OVER = Text("该异常已处理", "This incident is over already")
_NO_MONEY = Text("该异常不涉及等待到账的款项", "This incident is not about money that is awaited")
_NO_EFFECT = Text("该异常不能重试", "This incident cannot be tried again")


async def retry_incident(context: EngineContext, incident_id: UUID, *, by: Who) -> None:
    """Tries the effect again now; what was attempted before is asked about first. What was refused and held
    has its answer: the step is done in a new round. 404, 409."""
    incident = await _get(context, incident_id)
    if incident.case_id is None or incident.effect_id is None:
        raise NotNow(_NO_EFFECT)
    async with change_case(context, incident.case_id, by=by) as case:
        await _end(case, incident, by=by, resolution="retried")
        if incident.reason == HELD:
            effect = await _effect_of(case, incident)
            case.apply(RedoStep(effect.item_key or "", effect.step))
        elif not await revive_effect(case.connection, incident.effect_id, now=case.now):
            raise NotNow(_OVER)
        case.wants_a_look = True


@asynccontextmanager
async def read_incident(
    context: EngineContext, incident_id: UUID
) -> AsyncIterator[tuple[CaseChange, EffectRow]]:
    """What it is about, as it stands; nothing is written. 404, 409."""
    incident = await _get(context, incident_id)
    if incident.case_id is None:
        raise NotNow(_NO_EFFECT)
    async with read_case(context, incident.case_id) as case:
        yield case, await _effect_of(case, incident)


async def correct_and_redo(
    context: EngineContext, incident_id: UUID, *, by: Who, mended: Mended, reason: str
) -> None:
    """Mends the input and starts the step in a new round. 404, 409, and what `mended` refuses."""
    incident = await _get(context, incident_id)
    if incident.case_id is None:
        raise NotNow(_NO_EFFECT)
    async with change_case(context, incident.case_id, by=by) as case:
        effect = await _effect_of(case, incident)
        values = await mended(case, effect)
        case.set_values(values)
        fields = ",".join(sorted(values))
        case.happened(events.VALUE_CHANGED, item=effect.item_key, step=effect.step, fields=fields)
        await _end(case, incident, by=by, resolution="corrected", reason=reason)
        case.apply(RedoStep(effect.item_key or "", effect.step))


async def resolve_incident(
    context: EngineContext, incident_id: UUID, *, by: Who, outcome: Resolution, reason: str
) -> None:
    """Ends an incident with a written reason. 404, 409."""
    incident = await _get(context, incident_id)
    if incident.case_id is None:
        await _end_without_case(context, incident, by=by, outcome=outcome)
        return
    async with change_case(context, incident.case_id, by=by) as case:
        text_id = await _end(case, incident, by=by, resolution=outcome, reason=reason)
        if outcome == "noted":
            return
        if outcome == "ended" and incident.reason == of_the_dead.APPLICANT_DIED:
            of_the_dead.end_open_items(case, reason=f"text:{text_id}")
            return
        effect = await _effect_of(case, incident)
        if outcome == "done":
            await _mark_done(case, effect)
        elif outcome == "sent_back":
            await _send_back(case, effect)
        else:
            case.apply(EndBranch(effect.item_key or "", reason=f"text:{text_id}"))


async def _mark_done(case: CaseChange, effect: EffectRow) -> None:
    await answer_effect(case.connection, effect.id, outcome=DONE, now=case.now, reason="by_supervisor")
    if not _is_waited_for(case, effect):
        return
    if effect.kind == awaited_money.KIND:
        await awaited_money.accept(case, effect)
    case.apply(RecordOutcome(effect.item_key or "", effect.step, effect.round, DONE))


async def _send_back(case: CaseChange, effect: EffectRow) -> None:
    if effect.kind != awaited_money.KIND or not _is_waited_for(case, effect):
        raise NotNow(_NO_MONEY)
    await awaited_money.send_back(case, effect)


def _is_waited_for(case: CaseChange, effect: EffectRow) -> bool:
    step = case.state.items[effect.item_key].steps.get(effect.step) if effect.item_key else None
    return step is not None and step.standing == "open" and effect.compensates is None


async def _end(
    case: CaseChange, incident: IncidentRow, *, by: Who, resolution: str, reason: str | None = None
) -> UUID | None:
    text_id = case.add_text("reason", reason) if reason else None
    await _close(case.connection, incident, by=by, now=case.now, resolution=resolution, text_id=text_id)
    case.happened(
        events.INCIDENT_ENDED,
        item=incident.item_key,
        incident=str(incident.id),
        resolution=resolution,
        text=str(text_id) if text_id else None,
    )
    return text_id


async def _end_without_case(context: EngineContext, incident: IncidentRow, *, by: Who, outcome: str) -> None:
    async with transaction(context.database, ENGINE) as connection:
        now = await legal_now(connection)
        await _close(connection, incident, by=by, now=now, resolution=outcome, text_id=None)


async def _close(
    connection: AsyncConnection,
    incident: IncidentRow,
    *,
    by: Who,
    now: datetime,
    resolution: str,
    text_id: UUID | None,
) -> None:
    who = UUID(by.id) if by.id else None
    row = {"id": incident.id, "now": now, "by": who, "resolution": resolution, "text": text_id}
    if (await connection.execute(_CLOSE, row)).first() is None:
        raise NotNow(_OVER, type="incident-over")


async def _effect_of(case: CaseChange, incident: IncidentRow) -> EffectRow:
    effect = await find_effect(case.connection, incident.effect_id) if incident.effect_id else None
    if effect is None:
        raise NotNow(_NO_EFFECT)
    return effect


async def _get(context: EngineContext, incident_id: UUID) -> IncidentRow:
    async with transaction(context.database, ENGINE) as connection:
        incident = await find_incident(connection, incident_id)
    if incident is None:
        raise Unknown
    if incident.state != "open":
        raise NotNow(_OVER, type="incident-over")
    return incident
