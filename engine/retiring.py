"""Taking a definition out of force: no new cases of a matter, nothing new built of an item.

Running cases keep their plan. Where a version of a matter ends, what holds in the region around goes on;
where nothing does, there are no new cases. A matter that was built of a retired item goes on as it was
published; it is shown as no longer valid until it is published without it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text

from clocks.calendar import local_date
from database.connection import Connection
from database.queries.plans_in_force import ForceRow, in_force_at, in_force_by_region, read_force_rows
from engine.catalogue import Catalogue
from engine.definition_rows import (
    Hand,
    Ref,
    Version,
    find_version,
    list_versions,
    lock_definitions,
    mark_retired,
)
from engine.publish import end_version
from engine.regional import put_lacking, put_override
from forms.form_plan import Text
from refusals import NotNow, Unknown

_TAKE_BACK = text("""
    DELETE FROM matter_in_force WHERE matter = :matter AND version = :version AND effective_from > :day
""")


class NotInForce(NotNow):
    type = "definition-not-in-force"
    title = Text("这个版本没有在用，不能停用", "This version is not in force, so it cannot be retired")


@dataclass(frozen=True, slots=True)
class Follows:
    """In a region (digits before its zeros, '' everywhere), from a day on, when a version of a matter is
    retired: this version, or None: no new cases."""

    region: str
    since: date
    version: int | None


@dataclass(frozen=True, slots=True)
class Retirement:
    """`follows`: of a matter, for each region in which it holds or was going to hold."""

    day: date
    follows: tuple[Follows, ...]


async def retire(
    connection: Connection, catalogue: Catalogue, ref: Ref, *, reason: str, hand: Hand
) -> Retirement:
    """As the engine; from today on. A version that was to be in force later is taken back, and what was in
    force before goes on. Raises Unknown (404), NotInForce (409), and DefinitionRefused (422) when something
    that a region overrides does not fit what would hold there."""
    await lock_definitions(connection)
    found = await _retirable(connection, ref, lock=True)
    day = local_date(hand.now)
    rows = await _rows(connection, ref)
    follows = await _follows(connection, found, rows, day=day)
    mark_retired(connection, ref, hand=hand, day=day, reason=reason)
    if ref.kind == "matter":
        await end_version(connection, ref.code, ref.version, effective_from=day)
        await connection.execute(_TAKE_BACK, {"matter": ref.code, "version": ref.version, "day": day})
        days = {day, *(row.effective_from for row in rows if row.effective_from > day)}
        await put_lacking(connection, catalogue, ref.code, days=days, hand=hand)
    elif ref.kind == "override":
        await put_override(connection, catalogue, ref.code, day=day, hand=hand, is_retired=True)
    return Retirement(day, follows)


async def look_ahead(connection: Connection, ref: Ref, *, today: date) -> Retirement:
    """What `retire` would do today; changes nothing. Raises Unknown (404), NotInForce (409)."""
    found = await _retirable(connection, ref)
    return Retirement(today, await _follows(connection, found, await _rows(connection, ref), day=today))


async def _retirable(connection: Connection, ref: Ref, *, lock: bool = False) -> Version:
    found = await find_version(connection, ref, lock=lock)
    if found is None:
        raise Unknown
    if found.state != "published":
        raise NotInForce
    return found


async def _rows(connection: Connection, ref: Ref) -> list[ForceRow]:
    return (await read_force_rows(connection, [ref.code]))[ref.code] if ref.kind == "matter" else []


async def _follows(
    connection: Connection, found: Version, rows: Sequence[ForceRow], *, day: date
) -> tuple[Follows, ...]:
    """Raises NotInForce."""
    follows = follow(rows, found.version, day=day)
    if not (follows if found.kind == "matter" else await _holds(connection, found, day=day)):
        raise NotInForce
    return follows


def follow(rows: Sequence[ForceRow], version: int, *, day: date) -> tuple[Follows, ...]:
    """`rows` of one matter, in the order in which they count; none: the version holds nowhere, nor will."""
    of_it = [row for row in rows if row.version == version]
    places = [(row.region, day) for row in in_force_by_region(rows, day=day).values() if row in of_it]
    places += [(row.region, row.effective_from) for row in of_it if row.effective_from > day]
    left = [row for row in rows if row not in of_it or row.effective_from <= day]
    left += [ForceRow("", "", day, 0, None, version)]
    found: list[Follows] = []
    for region, since in dict.fromkeys(places):
        then = in_force_at(left, region, day=since)
        found.append(Follows(region, since, then and then.version))
    return tuple(found)


async def _holds(connection: Connection, version: Version, *, day: date) -> bool:
    """It is what is built into matters now, or it is going to be."""
    assert version.effective_from is not None
    if version.effective_from > day:
        return True
    begun = [
        (each.effective_from, each.version)
        for each in await list_versions(connection, version.kind, version.code)
        if each.effective_from is not None
        and each.effective_from <= day
        and (each.retired_from is None or each.retired_from >= each.effective_from)
    ]
    return max(begun) == (version.effective_from, version.version)
