"""Whether somebody acts for the person whom a thing belongs to, looked up in the transaction of the act.

Nothing is remembered between requests: an authorisation that was revoked or has ended a moment ago lets
nobody do anything any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from access.act import Act
from access.actor import Level, level_of
from access.agencies import NEEDED, Agency, AgentAction, AuthorisationKind
from access.policy import Action, can
from access.resources import Resource
from database.queries.person_rows import find_person_details

_COLUMNS = """
    SELECT a.id, a.kind, a.principal, a.agent, a.matters, a.actions, a.begins_at, a.ends_at, a.accepted_at,
        a.ended_at, a.assurance, now() + i.clock_offset AS now
    FROM authorisation a CROSS JOIN installation i
"""
_BETWEEN = text(_COLUMNS + " WHERE a.agent = :agent AND a.principal = :principal ORDER BY a.granted_at, a.id")
_BY_ID = text(_COLUMNS + " WHERE a.agent = :agent AND a.id = :id")


@dataclass(frozen=True, slots=True)
class FoundAgency:
    """`assurance`: how surely the principal was known when it was granted."""

    agency: Agency
    assurance: Level


async def represent(
    act: Act, action: Action, resource: Resource, *, principal: UUID | None, matter: str | None
) -> None:
    """Turns the act into one on behalf of `principal`, when the actor may not do it in his own right and
    acts for her. Else nothing changes, and the policy refuses as ever."""
    if act.actor.kind != "applicant" or act.actor.agency is not None or principal is None:
        return
    if principal == act.actor.person_id or can(act.actor, action, resource).allowed:
        return
    found = await find_agency(act, principal=principal, matter=matter, needed=NEEDED.get(action))
    if found is not None:
        act.actor = act.actor.acting_for(found.agency, assurance=found.assurance)
        known = await find_person_details(act.connection, act.engine.keys, person=principal)
        act.for_whom = (known or {}).get("name", "")


async def find_agency(
    act: Act, *, principal: UUID, matter: str | None, needed: AgentAction | None
) -> FoundAgency | None:
    """One in force for this matter; rather one that lets the agent do what is `needed`."""
    values = {"agent": act.actor.person_id, "principal": principal}
    rows = (await act.connection.execute(_BETWEEN, values)).all()
    return best_of(rows, matter=matter, needed=needed)


async def find_agency_by_id(
    connection: AsyncConnection, authorisation: UUID, *, agent: UUID
) -> FoundAgency | None:
    """None unless it is in force now."""
    rows = (await connection.execute(_BY_ID, {"agent": agent, "id": authorisation})).all()
    return best_of(rows, matter=None, needed="see")


def best_of(
    rows: Sequence[Row[Any]], *, matter: str | None, needed: AgentAction | None
) -> FoundAgency | None:
    fitting = [
        found
        for row in rows
        if (found := _found(row)).agency.covers("see", matter=matter, now=cast(datetime, row.now))
    ]
    able = [each for each in fitting if needed == "see" or needed in each.agency.actions]
    return next(iter(able or fitting), None)


def agency_of(row: Row[Any]) -> Agency:
    """Of a row with the columns of an authorisation."""
    return Agency(
        id=row.id,
        principal=row.principal,
        agent=row.agent,
        matters=frozenset(row.matters),
        actions=frozenset(cast(list[AgentAction], row.actions)),
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        accepted_at=row.accepted_at,
        ended_at=row.ended_at,
        kind=cast(AuthorisationKind, row.kind),
    )


def _found(row: Row[Any]) -> FoundAgency:
    return FoundAgency(agency_of(row), level_of(row.assurance))
