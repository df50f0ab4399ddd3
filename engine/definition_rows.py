"""Versions of definitions as they stand in the database, and the book of what was done to them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from database.connection import Connection
from forms.form_plan import Text
from matter_definitions.sources import Kind, Source

State = Literal["draft", "checked", "published", "retired"]
EventKind = Literal["created", "edited", "checked", "discarded", "published", "republished", "retired"]
OPEN: frozenset[State] = frozenset({"draft", "checked"})

_FIND = """
    SELECT kind, code, version, state, revision, source, title_zh, title_en, uses, position, from_version,
        plan, created_by, created_at, edited_by, edited_at, published_at, effective_from, retired_from
    FROM definition WHERE kind = :kind AND code = :code {which}
"""
_READ = text(_FIND.format(which="AND version = :version"))
_READ_AND_LOCK = text(_FIND.format(which="AND version = :version FOR UPDATE"))
_ALL = text(_FIND.format(which="ORDER BY version DESC"))
# A number that was given to a draft and thrown away with it is not given again.
_NEXT = text("""
    SELECT 1 + greatest(
        (SELECT max(version) FROM definition WHERE kind = :kind AND code = :code),
        (SELECT max(version) FROM definition_event WHERE kind = :kind AND code = :code),
        0)
""")
_POSITION = text("""
    SELECT coalesce(
        (SELECT max(position) FROM definition WHERE kind = :kind AND code = :code),
        (SELECT max(position) + 1 FROM definition WHERE kind = :kind),
        1)
""")
_INSERT = text("""
    INSERT INTO definition (kind, code, version, source, title_zh, title_en, uses, position, from_version,
        created_by, created_at, edited_by, edited_at)
    VALUES (:kind, :code, :version, :source, :title_zh, :title_en, :uses, :position, :from_version,
        :by, :now, :by, :now)
""")
_SAVE = text("""
    UPDATE definition SET source = :source, title_zh = :title_zh, title_en = :title_en, uses = :uses,
        state = 'draft', revision = revision + 1, edited_by = :by, edited_at = :now
    WHERE kind = :kind AND code = :code AND version = :version
""")
_CHECKED = text("""
    UPDATE definition SET state = 'checked' WHERE kind = :kind AND code = :code AND version = :version
""")
_PUBLISHED = text("""
    UPDATE definition SET state = 'published', published_at = :now, effective_from = :day, plan = :plan
    WHERE kind = :kind AND code = :code AND version = :version
""")
_RETIRED = text("""
    UPDATE definition SET state = 'retired', retired_from = :day
    WHERE kind = :kind AND code = :code AND version = :version AND state = 'published'
""")
_DELETE = text("DELETE FROM definition WHERE kind = :kind AND code = :code AND version = :version")
_NOTE = text("""
    INSERT INTO definition_event (kind, code, version, act, at, by, reason, data)
    VALUES (:kind, :code, :version, :act, :at, :by, :reason, CAST(:data AS jsonb))
""")
# One creation, publication or retirement at a time: what is checked together is true together, and the
# number of an event that tells of a new catalogue is seen in the order in which they are given.
_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('onematter_definitions'))")


@dataclass(frozen=True, slots=True)
class Ref:
    """One version of one definition."""

    kind: Kind
    code: str
    version: int

    @property
    def row(self) -> dict[str, object]:
        return {"kind": self.kind, "code": self.code, "version": self.version}


@dataclass(frozen=True, slots=True)
class Version:
    """Persons are officers; None: the project itself. Times are legal times."""

    kind: Kind
    code: str
    version: int
    state: State
    revision: int
    source: str
    title_zh: str
    title_en: str
    uses: list[str]
    position: int
    from_version: int | None
    plan: str | None
    created_by: UUID | None
    created_at: datetime
    edited_by: UUID | None
    edited_at: datetime
    published_at: datetime | None
    effective_from: date | None
    retired_from: date | None

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.code, self.version)

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class Hand:
    """Who writes, and when (legal time); `by` None: the project itself."""

    by: UUID | None
    now: datetime


async def lock_definitions(connection: Connection) -> None:
    """To the end of the transaction; Busy (503) when another holds it for too long."""
    await connection.execute(_LOCK)


async def find_version(connection: AsyncConnection, ref: Ref, *, lock: bool = False) -> Version | None:
    row = (await connection.execute(_READ_AND_LOCK if lock else _READ, ref.row)).one_or_none()
    return None if row is None else Version(*row)


async def list_versions(connection: AsyncConnection, kind: Kind, code: str) -> list[Version]:
    """The newest first."""
    rows = await connection.execute(_ALL, {"kind": kind, "code": code})
    return [Version(*row) for row in rows]


async def insert_version(
    connection: Connection,
    source: Source,
    *,
    hand: Hand,
    from_version: int | None = None,
    reason: str | None = None,
    data: Mapping[str, Any] | None = None,
) -> Ref:
    """A draft with the next number; the caller holds `lock_definitions`."""
    place = {"kind": source.kind, "code": source.code}
    number, position = (
        each.scalar_one() for each in await connection.execute_together((_NEXT, place), (_POSITION, place))
    )
    ref = Ref(source.kind, source.code, number)
    row = _written(source, hand) | {**ref.row, "position": position, "from_version": from_version}
    await connection.execute(_INSERT, row)
    note(connection, ref, "created", hand=hand, reason=reason, data=data)
    return ref


def save_version(
    connection: Connection, ref: Ref, source: Source, *, hand: Hand, revision: int, reason: str | None = None
) -> None:
    """A draft with another text; `revision` is the one that it becomes."""
    connection.send_with_next(_SAVE, _written(source, hand) | ref.row)
    note(connection, ref, "edited", hand=hand, reason=reason, data={"revision": revision})


def mark_checked(connection: Connection, ref: Ref, *, hand: Hand) -> None:
    connection.send_with_next(_CHECKED, ref.row)
    note(connection, ref, "checked", hand=hand)


def mark_published(
    connection: Connection,
    ref: Ref,
    *,
    hand: Hand,
    day: date,
    plan: str | None,
    reason: str | None,
    data: Mapping[str, Any],
) -> None:
    values = ref.row | {"now": hand.now, "day": day, "plan": plan}
    connection.send_with_next(_PUBLISHED, values)
    note(connection, ref, "published", hand=hand, reason=reason, data=data)


def mark_retired(connection: Connection, ref: Ref, *, hand: Hand, day: date, reason: str) -> None:
    connection.send_with_next(_RETIRED, ref.row | {"day": day})
    note(connection, ref, "retired", hand=hand, reason=reason, data={"from": day.isoformat()})


def delete_draft(connection: Connection, ref: Ref, *, hand: Hand, reason: str | None) -> None:
    connection.send_with_next(_DELETE, ref.row)
    note(connection, ref, "discarded", hand=hand, reason=reason)


def note(
    connection: Connection,
    ref: Ref,
    act: EventKind,
    *,
    hand: Hand,
    reason: str | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """`data`: codes and numbers only."""
    values = {"act": act, "at": hand.now, "by": hand.by, "reason": reason, "data": json.dumps(data or {})}
    connection.send_with_next(_NOTE, ref.row | values)


def _written(source: Source, hand: Hand) -> dict[str, object]:
    return {
        "source": source.text,
        "title_zh": source.title.zh,
        "title_en": source.title.en,
        "uses": list(source.uses),
        "by": hand.by,
        "now": hand.now,
    }
