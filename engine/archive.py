"""The package of a case that is over: asked for, kept, found again, and the case marked as archived.

The package lies in the store of files, encrypted with the case's key; its row has what is not personal.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import text

from database.connection import Connection
from database.queries.effect_rows import EffectRow, revive_effect
from engine.carrying import case_of
from engine.case_change import CaseChange
from engine.change import change_case
from engine.context import EngineContext
from engine.effects import ARCHIVE, key_of, own_row
from engine.incidents import close_incidents_of
from engine.outcome import DONE, Outcome
from engine.outcomes import give_up, take_outcome
from engine.refusals import not_possible_now
from engine.who import THE_ENGINE
from forms.form_plan import Text
from matter_definitions.acts.telling import Archive
from matter_definitions.advance import ActRefused
from matter_definitions.bringing import is_archived
from refusals import NotNow

NOT_OVER = "not_over"
ASKED = "archive_asked"  # the step of an archive that a person asked for
DETAIL_AT_MOST = 1000

_ASKED_BEFORE = text("""
    SELECT id, state, count(*) OVER () AS asked FROM effect WHERE case_id = :case AND kind = 'archive'
    ORDER BY id DESC LIMIT 1
""")
_FIND = text("""
    SELECT version, sha256, storage_key, size, manifest, missing, complete, made_at FROM archive_package
    WHERE case_id = :case
""")
_KEEP = text("""
    INSERT INTO archive_package (id, case_id, version, sha256, storage_key, size, manifest, missing, complete,
        made_at, checked_at)
    VALUES (:id, :case, 1, :sha256, :storage_key, :size, CAST(:manifest AS jsonb), CAST(:missing AS jsonb),
        :complete, :made_at, :made_at)
    ON CONFLICT (case_id) DO UPDATE SET version = archive_package.version + 1, sha256 = excluded.sha256,
        storage_key = excluded.storage_key, size = excluded.size, manifest = excluded.manifest,
        missing = excluded.missing, complete = excluded.complete, made_at = excluded.made_at,
        checked_at = excluded.checked_at
""")


@dataclass(frozen=True, slots=True)
class NewPackage:
    """A package that lies in the store and was read back. `manifest_sha256`: hex, as the log will keep it."""

    sha256: str
    storage_key: str
    size: int
    manifest: Mapping[str, Any]
    manifest_sha256: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptPackage:
    """The row of a package. `manifest` has besides its own content its digest, `manifest_sha256`."""

    version: int
    sha256: str
    storage_key: str
    size: int
    manifest: dict[str, Any]
    missing: list[str]
    complete: bool
    made_at: datetime


class ArchivedAlready(NotNow):
    type = "archived-already"
    title = Text(zh="本件已经归档", en="The case has been archived")


async def ask_for_archive(case: CaseChange) -> None:
    """Plans the package now, whatever the limit; one that could not be completed is tried again.

    Raises `NotNow` (409) while the case is open, and `ArchivedAlready`."""
    if case.state.standing == "open":
        raise not_possible_now(ActRefused("still_open"))
    if is_archived(case.state):
        raise ArchivedAlready
    last = (await case.connection.execute(_ASKED_BEFORE, {"case": case.id})).one_or_none()
    if last is not None and last.state == "incident":
        await close_incidents_of(case.connection, last.id, now=case.now)
        await revive_effect(case.connection, last.id, now=case.now)
        case.wants_a_look = True
    elif last is None or last.state == "answered":
        nth = last.asked + 1 if last else 1
        key = key_of(case.case_no, item=None, step=ASKED, round=nth)
        case.plan_effect(own_row(key, kind=ARCHIVE, item=None, step=ASKED, round=nth, now=case.now))


async def is_under_way(connection: Connection, case_id: int) -> bool:
    """Somebody or the limit has asked for the archive, and nothing has come of it yet."""
    last = (await connection.execute(_ASKED_BEFORE, {"case": case_id})).one_or_none()
    return last is not None and last.state in ("planned", "attempted", "awaiting")


async def keep_package(context: EngineContext, effect: EffectRow, package: NewPackage) -> str | None:
    """Writes the row and ends the effect; gives the storage key that nobody needs any more.

    A complete package archives the case. One that lacks something is kept, too, and a supervisor is told.
    """
    async with change_case(context, case_of(effect), by=THE_ENGINE, for_workflow=True) as case:
        if case.state.standing == "open" or is_archived(case.state):
            await take_outcome(case, effect, Outcome(NOT_OVER))
            return package.storage_key
        before = await find_package(case.connection, case.id)
        await case.connection.execute(_KEEP, _row(case, package))
        if package.missing:
            detail = ", ".join(package.missing)[:DETAIL_AT_MOST]
            await give_up(case, effect, kind="archive", reason="archive_incomplete", detail=detail)
        else:
            case.apply(Archive(package.manifest_sha256))
            await take_outcome(case, effect, Outcome(DONE))
    return before.storage_key if before else None


async def give_up_archive(context: EngineContext, effect: EffectRow, *, reason: str) -> None:
    """There is nothing to archive any more; `reason` is a code."""
    async with change_case(context, case_of(effect), by=THE_ENGINE, for_workflow=True) as case:
        await give_up(case, effect, kind="archive", reason=reason)


async def find_package(connection: Connection, case_id: int) -> KeptPackage | None:
    """With the rights that the transaction has."""
    row = (await connection.execute(_FIND, {"case": case_id})).one_or_none()
    return KeptPackage(*row) if row else None


def _row(case: CaseChange, package: NewPackage) -> dict[str, object]:
    return {
        "id": uuid4(),
        "case": case.id,
        "sha256": package.sha256,
        "storage_key": package.storage_key,
        "size": package.size,
        "manifest": json.dumps({**package.manifest, "manifest_sha256": package.manifest_sha256}),
        "missing": json.dumps(package.missing),
        "complete": not package.missing,
        "made_at": case.now,
    }
