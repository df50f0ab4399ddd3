"""Taking a definition out of force: no new cases of a matter, nothing new built of an item.

Running cases keep their plan. A matter that was built of a retired item goes on as it was published; it is
shown as no longer valid until it is published without it.
"""

from datetime import date

from sqlalchemy import text

from clocks.calendar import local_date
from database.connection import Connection
from database.queries.plans_in_force import in_force_by_region, read_force_rows
from engine.definition_rows import (
    Hand,
    Ref,
    Version,
    find_version,
    list_versions,
    lock_definitions,
    mark_retired,
)
from engine.publish import end_matter
from forms.form_plan import Text
from refusals import NotNow, Unknown

_TAKE_BACK = text("""
    DELETE FROM matter_in_force WHERE matter = :matter AND version = :version AND effective_from > :day
""")
_SAY_AGAIN = text("""
    INSERT INTO matter_in_force (matter, region, effective_from, plan, title_zh, title_en, version)
    SELECT matter, region, :day, plan, title_zh, title_en, version FROM matter_in_force
    WHERE sequence = :sequence
""")


class NotInForce(NotNow):
    type = "definition-not-in-force"
    title = Text("这个版本没有在用，不能停用", "This version is not in force, so it cannot be retired")


async def retire(connection: Connection, ref: Ref, *, reason: str, hand: Hand) -> date:
    """As the engine; from today on, which it gives. A version that was to be in force later is taken back,
    and what was in force before goes on. Raises Unknown (404) and NotInForce (409)."""
    await lock_definitions(connection)
    found = await find_version(connection, ref, lock=True)
    if found is None:
        raise Unknown
    today = local_date(hand.now)
    if found.state != "published":
        raise NotInForce
    if ref.kind == "matter":
        await _end_matter(connection, ref, day=today)
    elif not await _holds(connection, found, day=today):
        raise NotInForce
    mark_retired(connection, ref, hand=hand, day=today, reason=reason)
    return today


async def _end_matter(connection: Connection, ref: Ref, *, day: date) -> None:
    rows = (await read_force_rows(connection, [ref.code]))[ref.code]
    in_force = in_force_by_region(rows, day=day)
    ends = [region for region, row in in_force.items() if row.version == ref.version]
    later = [row for row in rows if row.effective_from > day and row.version == ref.version]
    if not ends and not later:
        raise NotInForce
    await connection.execute(_TAKE_BACK, {"matter": ref.code, "version": ref.version, "day": day})
    for region, row in in_force.items():
        if region in ends:
            await end_matter(connection, ref.code, effective_from=day, region=region, version=ref.version)
        elif row.region == region and any(region.startswith(each) for each in ends):
            # Another version inside a region that ends: the end was said later, so this is said once more.
            await connection.execute(_SAY_AGAIN, {"sequence": row.sequence, "day": day})


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
