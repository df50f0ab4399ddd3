"""Who changed what of the organisation, when and why; written in the transaction of the change."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from access.policy import demand
from casework.organisation import officer_names
from casework.organising.registers import Cells
from database.connection import Connection
from database.session import become_engine

LATEST = 100
# What is written of a person says that it changed, never what it was.
_PERSONAL = frozenset({"name", "subject"})
_INSERT = text("""
    INSERT INTO organisation_change (actor, register, key, act, reason, fields)
    VALUES (:actor, :register, :key, :act, :reason, CAST(:fields AS jsonb))
""")
_READ = text("""
    SELECT id, at, actor, register, key, act, reason, fields FROM organisation_change
    WHERE (register = :register OR :register = '') AND (key = :key OR :key = '')
    ORDER BY id DESC LIMIT :limit
""")


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """`act`: added, changed, emptied, planned, cancelled, left, chosen …; `fields`: before and after."""

    id: int
    at: datetime
    actor: str
    register: str
    key: str
    act: str
    reason: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """One line of the log. `fields` by name: before and after."""

    register: str
    key: str
    act: str
    fields: Mapping[str, object]


async def record(
    connection: Connection, written: Iterable[Written], *, actor: UUID | None, reason: str
) -> None:
    rows = [
        {
            "actor": actor,
            "register": each.register,
            "key": each.key,
            "act": each.act,
            "reason": reason,
            "fields": json.dumps(dict(each.fields), ensure_ascii=False),
        }
        for each in written
    ]
    if rows:
        await connection.execute(_INSERT, rows)


def difference(before: Cells | None, after: Cells) -> dict[str, list[str] | None]:
    """What is another now: before and after; None for what is personal."""
    old = before or {}
    return {
        name: None if name in _PERSONAL else [old.get(name, ""), value]
        for name, value in after.items()
        if old.get(name, "") != value
    }


async def list_changes(
    act: Act, *, register: str = "", key: str = "", limit: int = LATEST
) -> list[ChangeLine]:
    """The latest first."""
    demand(act.actor, "organisation.read")
    become_engine(act.connection)
    values = {"register": register, "key": key, "limit": limit}
    rows = (await act.connection.execute(_READ, values)).all()
    names = await officer_names(act.connection, {str(row.actor) for row in rows if row.actor})
    return [
        ChangeLine(
            row.id,
            row.at,
            names.get(str(row.actor), "") if row.actor else "",
            row.register,
            row.key,
            row.act,
            row.reason,
            row.fields,
        )
        for row in rows
    ]
