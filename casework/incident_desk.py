"""What the engine could not do by itself, and what a supervisor does about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import select, tuple_

from access.act import Act
from access.policy import Action, can, demand
from access.resources import RegionResource
from access.scope import incidents_for
from casework.acting import who_of
from casework.cursors import After, moment_and_id
from casework.words import Language, state_words
from database.tables.case_item import CaseItem
from database.tables.incident import Incident
from engine import incident_acts
from engine.awaited_money import AMOUNT_DIFFERS
from engine.data_sharing import KIND as DATA_SHARING
from engine.dependants import KIND
from engine.incident_acts import Resolution
from engine.outcomes import OTHERWISE
from forms.form_plan import Text
from refusals import FieldError, Malformed, Unknown

State = Literal["open", "ended"]


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """`reason` and `detail` are codes and places, never personal data; `reason_words` says it in words.

    `dependants`: titles of the items that were built on a result which fell. `expected_fen`, `arrived_fen`:
    of money that came with another sum.
    """

    id: UUID
    case_no: str | None
    item: str | None
    item_title: str | None
    department: str | None
    region: str | None
    kind: str
    kind_words: str
    reason: str
    reason_words: str
    detail: str
    state: str
    opened_at: datetime
    closed_at: datetime | None
    resolution: str | None
    allowed: list[str]
    dependants: list[str] = field(default_factory=list)
    expected_fen: int | None = None
    arrived_fen: int | None = None


@dataclass(frozen=True, slots=True)
class IncidentHandled:
    id: UUID
    state: str
    resolution: str


async def list_incidents(
    act: Act,
    *,
    state: State | None = "open",
    kind: str | None = None,
    case_no: str | None = None,
    department: str | None = None,
    limit: int,
    after: After = (),
    language: Language = "zh",
) -> list[IncidentLine]:
    """The latest first; `after`: opened_at and id of the last one seen."""
    demand(act.actor, "incident.read")
    statement = (
        select(Incident.__table__, CaseItem.title_zh, CaseItem.title_en)
        .outerjoin(CaseItem, (CaseItem.case_id == Incident.case_id) & (CaseItem.key == Incident.item_key))
        .where(incidents_for(act.actor))
    )
    filters = {"state": state, "kind": kind, "case_no": case_no, "department": department}
    for name, value in filters.items():
        if value is not None:
            statement = statement.where(getattr(Incident, name) == value)
    if last := moment_and_id(after):
        statement = statement.where(tuple_(Incident.opened_at, Incident.id) < last)
    statement = statement.order_by(Incident.opened_at.desc(), Incident.id.desc()).limit(limit)
    rows = (await act.connection.execute(statement)).all()
    dependants = await _dependants(act, rows, language=language)
    return [
        IncidentLine(
            id=row.id,
            case_no=row.case_no,
            item=row.item_key,
            item_title=row.title_en if language == "en" else row.title_zh,
            department=row.department,
            region=row.region,
            kind=row.kind,
            kind_words=state_words("incident_kind", row.kind, language=language),
            reason=row.reason,
            reason_words=state_words("incident_reason", row.reason, language=language),
            detail=row.detail,
            state=row.state,
            opened_at=row.opened_at,
            closed_at=row.closed_at,
            resolution=row.resolution,
            allowed=_allowed(
                act,
                _place(act, row.region, kind=row.kind),
                state=row.state,
                # What was answered twice is answered: asking again would bring nothing.
                may_retry=row.effect_id is not None and row.reason != OTHERWISE,
                of_a_step=row.item_key is not None,
            ),
            dependants=dependants.get(row.id, []),
            expected_fen=(sums := _sums(row))[0],
            arrived_fen=sums[1],
        )
        for row in rows
    ]


def _sums(row: Any) -> tuple[int, int] | tuple[None, None]:
    """What was expected and what came, where it is about that (`engine.awaited_money`)."""
    expected, _, arrived = row.detail.partition("/")
    if row.reason != AMOUNT_DIFFERS or not (expected.isdecimal() and arrived.isdecimal()):
        return None, None
    return int(expected), int(arrived)


async def _dependants(act: Act, rows: Sequence[Any], *, language: Language) -> Mapping[UUID, list[str]]:
    """Titles of the items that the incidents of this kind name, in the order of their cases."""
    named: dict[tuple[int, str], list[UUID]] = {}
    for row in rows:
        for key in row.detail.split(",") if row.kind == KIND else ():
            named.setdefault((row.case_id, key), []).append(row.id)
    if not named:
        return {}
    statement = (
        select(CaseItem.case_id, CaseItem.key, CaseItem.title_zh, CaseItem.title_en)
        .where(tuple_(CaseItem.case_id, CaseItem.key).in_(named))
        .order_by(CaseItem.number)
    )
    found: dict[UUID, list[str]] = {}
    for item in await act.connection.execute(statement):
        title = item.title_en if language == "en" else item.title_zh
        for incident in named[item.case_id, item.key]:
            found.setdefault(incident, []).append(title)
    return found


async def retry_incident(act: Act, incident_id: UUID) -> IncidentHandled:
    """Tries it again now. Raises Unknown (404), NotYours (403), NotNow (409).

    The engine does it in a transaction of its own: what was done outside cannot be taken back with ours.
    """
    await demand_incident(act, incident_id, action="incident.retry")
    await incident_acts.retry_incident(act.engine, incident_id, by=who_of(act.actor))
    return IncidentHandled(incident_id, "ended", "retried")


async def resolve_incident(
    act: Act, incident_id: UUID, *, outcome: Resolution, reason: str
) -> IncidentHandled:
    """`outcome` done: it was done otherwise, the branch goes on; ended: the branch ends; noted: nothing
    follows; sent_back: money that was awaited goes back and is sent anew. Raises Unknown (404), NotYours
    (403), NotNow (409), Malformed (422)."""
    await demand_incident(act, incident_id, action="incident.resolve")
    demand_reason(reason)
    await incident_acts.resolve_incident(
        act.engine, incident_id, by=who_of(act.actor), outcome=outcome, reason=reason
    )
    return IncidentHandled(incident_id, "ended", outcome)


def demand_reason(reason: str) -> None:
    if not reason.strip():
        error = FieldError("/reason", "请写明处理理由", "say why")
        raise Malformed(Text("请写明处理理由", "Say why"), errors=[error])


async def demand_incident(act: Act, incident_id: UUID, *, action: Action) -> None:
    statement = select(Incident.region, Incident.kind).where(Incident.id == incident_id)
    row = (await act.connection.execute(statement)).one_or_none()
    if row is None:
        raise Unknown
    demand(act.actor, action, _place(act, row.region, kind=row.kind))


def _place(act: Act, region: str | None, *, kind: str) -> RegionResource:
    """What a department owes everybody is every supervisor's to settle."""
    if region is None and kind == DATA_SHARING:
        return RegionResource(region=act.actor.region or "")
    return RegionResource(region=region or "")


def _allowed(
    act: Act, resource: RegionResource, *, state: str, may_retry: bool, of_a_step: bool
) -> list[str]:
    if state != "open":
        return []
    wanted: dict[str, Action] = {"retry": "incident.retry"} if may_retry else {}
    if may_retry and of_a_step:
        wanted["correct"] = "incident.retry"
    wanted["resolve"] = "incident.resolve"
    return [name for name, action in wanted.items() if can(act.actor, action, resource).allowed]
