"""Incidents: what the engine could not do by itself. The case goes on; a supervisor ends them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from database.queries.effect_rows import EffectRow
from engine.case_change import CaseChange
from engine.who import THE_ENGINE
from matter_definitions import events

IncidentKind = Literal[
    "exhausted",
    "nonsense",
    "stuck",
    "overpaid",
    "reconciliation",
    "second_demand",
    "delivery",
    "archive",
    "calendar",
    "built_on_revoked",
    "data_sharing",
]

_OPEN = text("""
    INSERT INTO incident (id, case_id, case_no, effect_id, item_key, department, region, kind, reason, detail,
        state, opened_at)
    VALUES (:id, :case_id, :case_no, :effect_id, :item_key, :department, :region, :kind, :reason, :detail,
        'open', :opened_at)
""")
_FIND = text("SELECT id, case_id, effect_id, item_key, kind, reason, state FROM incident WHERE id = :id")
_CLOSE_OF_EFFECT = text("""
    UPDATE incident SET state = 'ended', closed_at = :now, resolution = 'answered'
    WHERE effect_id = :effect AND state = 'open'
        AND kind IN ('exhausted', 'nonsense', 'archive', 'reconciliation')
""")


_IS_OPEN = text("""
    SELECT 1 FROM incident WHERE effect_id = :effect AND reason = :reason AND state = 'open' LIMIT 1
""")


@dataclass(frozen=True, slots=True)
class IncidentRow:
    id: UUID
    case_id: int | None
    effect_id: int | None
    item_key: str | None
    kind: str
    reason: str
    state: str


async def open_incident(
    case: CaseChange, *, kind: IncidentKind, reason: str, effect: EffectRow | None = None, detail: str = ""
) -> UUID:
    """`reason` is a code; `detail` says more in codes and places, never with personal data."""
    item = case.state.items.get(effect.item_key or "") if effect else None
    incident_id = await insert_incident(
        case.connection,
        case_id=case.id,
        case_no=case.case_no,
        effect_id=effect.id if effect else None,
        item_key=item.key if item else None,
        department=item.department if item else None,
        region=item.region if item else case.row.region,
        kind=kind,
        reason=reason,
        detail=detail,
        opened_at=case.now,
    )
    step = effect.step if effect and effect.item_key else None
    case.happened(
        events.INCIDENT_OPENED,
        by=THE_ENGINE,
        item=item.key if item else None,
        step=step,
        kind=kind,
        reason=reason,
    )
    return incident_id


async def has_open_incident(connection: AsyncConnection, effect: int, *, reason: str) -> bool:
    row = {"effect": effect, "reason": reason}
    return (await connection.execute(_IS_OPEN, row)).one_or_none() is not None


async def insert_incident(connection: AsyncConnection, **row: Any) -> UUID:
    """The columns of `incident` by name; the ones left out are empty."""
    empty = dict.fromkeys(("case_id", "case_no", "effect_id", "item_key", "department", "region"))
    incident_id = uuid4()
    await connection.execute(_OPEN, {**empty, "detail": "", **row, "id": incident_id})
    return incident_id


async def close_incidents_of(connection: AsyncConnection, effect_id: int, *, now: datetime) -> None:
    """An effect that had been given up got its outcome after all."""
    await connection.execute(_CLOSE_OF_EFFECT, {"effect": effect_id, "now": now})


async def find_incident(connection: AsyncConnection, incident_id: UUID) -> IncidentRow | None:
    row = (await connection.execute(_FIND, {"id": incident_id})).one_or_none()
    return IncidentRow(*row) if row else None
