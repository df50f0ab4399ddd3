"""Authorisations as rows: found, written, and how one stands now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Row, text

from access.act import Act
from access.agencies import Agency
from access.representing import agency_of
from engine.authorisation_box import AgencyNames, open_names, seal_names
from refusals import Unknown

Standing = Literal["asked", "not_yet", "in_force", "over", "ended"]
Role = Literal["principal", "agent", "office"]

_COLUMNS = """
    SELECT a.id, a.kind, a.principal, a.agent, a.agent_hash, a.matters, a.actions, a.begins_at, a.ends_at,
        a.assurance, a.origin, a.recorded_by, a.evidence, a.evidence_kind, a.ciphertext, a.wrapped_key, a.kid,
        a.granted_at, a.accepted_at, a.ended_at, a.ended_by, now() + i.clock_offset AS now
    FROM authorisation a CROSS JOIN installation i
"""
_FIND = text(_COLUMNS + " WHERE a.id = :id")
_LOCK = text(_COLUMNS + " WHERE a.id = :id FOR UPDATE OF a")
_MINE = text(
    _COLUMNS + " WHERE a.principal = :person OR a.agent = :person ORDER BY a.granted_at DESC, a.id LIMIT 200"
)
_INSERT = text("""
    INSERT INTO authorisation (id, kind, principal, agent, agent_hash, matters, actions, begins_at, ends_at,
        assurance, origin, recorded_by, evidence, evidence_kind, ciphertext, wrapped_key, kid, granted_at,
        accepted_at)
    VALUES (:id, :kind, :principal, :agent, :agent_hash, :matters, :actions, :begins_at, :ends_at,
        :assurance, :origin, :recorded_by, :evidence, :evidence_kind, :ciphertext, :wrapped_key, :kid,
        :granted_at, :accepted_at)
""")


@dataclass(frozen=True, slots=True)
class StoredAuthorisation:
    """`names` None: one of both was lawfully deleted. `now`: legal time of this transaction."""

    agency: Agency
    names: AgencyNames | None
    origin: str
    evidence: UUID | None
    evidence_kind: str | None
    recorded_by: UUID | None
    granted_at: datetime
    ended_by: str | None
    now: datetime

    @property
    def standing(self) -> Standing:
        """`asked`: the agent has not answered yet; `over`: its time has passed; `ended`: by somebody."""
        agency = self.agency
        if agency.ended_at is not None:
            return "ended"
        if self.now >= agency.ends_at:
            return "over"
        if agency.accepted_at is None:
            return "asked"
        return "not_yet" if self.now < agency.begins_at else "in_force"


@dataclass(frozen=True, slots=True)
class NewAuthorisation:
    """What is written of a new one; `agent` None: nobody with that number has signed in yet."""

    agency: Agency
    agent_hash: bytes
    names: AgencyNames
    assurance: str
    granted_at: datetime
    origin: Literal["online", "window"] = "online"
    recorded_by: UUID | None = None
    evidence: UUID | None = None
    evidence_kind: str | None = None


async def insert_authorisation(act: Act, new: NewAuthorisation) -> None:
    """With the engine's rights."""
    agency = new.agency
    sealed = seal_names(act.engine.keys, agency.id, new.names)
    row = {
        "id": agency.id,
        "kind": agency.kind,
        "principal": agency.principal,
        "agent": agency.agent,
        "agent_hash": new.agent_hash,
        "matters": sorted(agency.matters),
        "actions": sorted(agency.actions),
        "begins_at": agency.begins_at,
        "ends_at": agency.ends_at,
        "assurance": new.assurance,
        "origin": new.origin,
        "recorded_by": new.recorded_by,
        "evidence": new.evidence,
        "evidence_kind": new.evidence_kind,
        "ciphertext": sealed.ciphertext,
        "wrapped_key": sealed.wrapped_key,
        "kid": sealed.kid,
        "granted_at": new.granted_at,
        "accepted_at": agency.accepted_at,
    }
    await act.connection.execute(_INSERT, row)


async def find_stored(act: Act, authorisation: UUID, *, lock: bool = False) -> StoredAuthorisation:
    """With the rights that the transaction has. Raises Unknown (404)."""
    row = (await act.connection.execute(_LOCK if lock else _FIND, {"id": authorisation})).one_or_none()
    if row is None:
        raise Unknown
    return _stored(act, row)


async def stored_of(act: Act, person: UUID) -> list[StoredAuthorisation]:
    """All that she granted or was granted, the latest first."""
    rows = (await act.connection.execute(_MINE, {"person": person})).all()
    return [_stored(act, row) for row in rows]


def _stored(act: Act, row: Row[Any]) -> StoredAuthorisation:
    names = open_names(
        act.engine.keys, row.id, ciphertext=row.ciphertext, wrapped_key=row.wrapped_key, kid=row.kid
    )
    return StoredAuthorisation(
        agency=agency_of(row),
        names=names,
        origin=row.origin,
        evidence=row.evidence,
        evidence_kind=row.evidence_kind,
        recorded_by=row.recorded_by,
        granted_at=row.granted_at,
        ended_by=row.ended_by,
        now=row.now,
    )
