"""Plans of regions: what an override makes of the version of its matter that is in force there.

The plan of a region is made anew whenever the matter, a level above or the override itself is published or
retired, in the same transaction.
"""

from collections.abc import Iterable
from datetime import date

from database.connection import Connection
from database.queries.plans_in_force import ForceRow, in_force_at, in_force_by_region, read_force_rows
from engine.catalogue import Catalogue
from engine.definition_rows import Hand, Ref, find_version, note
from engine.publish import DefinitionRefused, publish_plan
from matter_definitions.check_stock import StockChecked
from matter_definitions.overriding.regions import (
    override_code,
    parts_of,
    places_in,
    region_of,
    regions_with_override,
)
from matter_definitions.problems import Problem
from matter_definitions.remedies import prefix_of
from matter_definitions.sources import file_of
from matter_definitions.stock import Stock


async def put_places(
    connection: Connection,
    checked: StockChecked,
    ref: Ref,
    *,
    prefixes: Iterable[str],
    day: date,
    hand: Hand,
) -> str:
    """As the engine. A version of a matter in these regions, and in each region in them as it is overridden
    there. Gives the name of the plan of the matter itself."""
    # The whole country first: of one day the word said last counts.
    for prefix in places_in(checked.regional, ref.code, prefixes):
        await _put(connection, checked, ref, prefix, day=day, hand=hand)
    return checked.plans[ref.code].name


async def put_override(
    connection: Connection,
    catalogue: Catalogue,
    code: str,
    *,
    day: date,
    hand: Hand,
    is_retired: bool = False,
) -> None:
    """As the engine, after an override was published or retired: the plans of its region and of those in it,
    each of the version of the matter that is in force there, and so on each day to come on which something
    was said of them. Raises DefinitionRefused."""
    matter, region = parts_of(code)
    prefix = prefix_of(region)
    rows = await _said(connection, matter)
    days = {row.effective_from for row in rows if row.effective_from > day and _meet(row.region, prefix)}
    for each in sorted({day, *days}):
        stock = await catalogue.stock(connection, day=each)
        holds = await _put_all_in(connection, catalogue, stock, matter, prefix, day=each, hand=hand)
        if not holds and each == day and not is_retired:
            raise DefinitionRefused([_not_in_force(code)])


async def put_lacking(
    connection: Connection, catalogue: Catalogue, matter: str, *, days: Iterable[date], hand: Hand
) -> None:
    """As the engine, after a version of a matter was retired: where a region overrides it, and what holds
    there by now on one of these days is what was said for the region around. Raises DefinitionRefused."""
    for day in sorted(days):
        stock = await catalogue.stock(connection, day=day)
        for region in regions_with_override(stock.texts.get("override", {}), matter):
            place = prefix_of(region)
            held = in_force_at(await _said(connection, matter), place, day=day)
            if held is not None and held.region != place:
                await _put_all_in(connection, catalogue, stock, matter, place, day=day, hand=hand)


async def put_later(
    connection: Connection,
    catalogue: Catalogue,
    ref: Ref,
    *,
    prefixes: Iterable[str],
    day: date,
    hand: Hand,
) -> None:
    """After a version of a matter was published: where in these regions something is overridden only from a
    later day on, it is this version that is overridden."""
    wanted = tuple(prefixes)
    rows = await _said(connection, ref.code)
    for row in [row for row in rows if row.effective_from > day and row.region.startswith(wanted)]:
        if not _is_of_an_earlier_version(row, rows):
            continue
        stock = await catalogue.stock(connection, day=row.effective_from)
        if override_code(ref.code, region_of(row.region)) in stock.texts.get("override", {}):
            checked = await _checked(connection, catalogue, stock, ref)
            await _put(connection, checked, ref, row.region, day=row.effective_from, hand=hand)


def _is_of_an_earlier_version(row: ForceRow, rows: Iterable[ForceRow]) -> bool:
    """Said of a version that was in force around before: an override's. A version that begins on that day,
    in this region or around it, is not replaced by what is in force until then."""
    return row.plan is not None and any(
        each.version == row.version and each.effective_from < row.effective_from for each in rows
    )


async def _put_all_in(
    connection: Connection,
    catalogue: Catalogue,
    stock: Stock,
    matter: str,
    prefix: str,
    *,
    day: date,
    hand: Hand,
) -> bool:
    """The version that holds in a region on a day, as it is overridden there, and so in each region in it
    that overrides it or has a version of its own: of one day the word said last counts. False: none holds in
    the region itself."""
    rows = await _said(connection, matter)
    named = in_force_by_region(rows, day=day)
    own = [each for each, row in named.items() if each == row.region and each.startswith(prefix)]
    for place in places_in(stock.texts.get("override", {}), matter, [prefix, *own]):
        held = in_force_at(rows, place, day=day)
        if held is not None and held.version is not None:
            ref = Ref("matter", matter, held.version)
            checked = await _checked(connection, catalogue, stock, ref)
            await _put(connection, checked, ref, place, day=day, hand=hand)
    return in_force_at(rows, prefix, day=day) is not None


async def _said(connection: Connection, matter: str) -> list[ForceRow]:
    return (await read_force_rows(connection, [matter]))[matter]


async def _checked(connection: Connection, catalogue: Catalogue, stock: Stock, ref: Ref) -> StockChecked:
    version = await find_version(connection, ref)
    assert version is not None, "what is in force is kept"
    text = (file_of(ref.kind, ref.code), version.source)
    checked = await catalogue.check(stock, [text])
    if not checked.ok:
        raise DefinitionRefused(checked.errors)
    return checked


async def _put(
    connection: Connection, checked: StockChecked, ref: Ref, prefix: str, *, day: date, hand: Hand
) -> None:
    """In the book, too: which cases are of a version is told by the plans that it became."""
    plan = checked.plan_at(ref.code, prefix)
    name = await publish_plan(connection, plan, effective_from=day, region=prefix, version=ref.version)
    if plan is not checked.plans[ref.code]:
        data = {"from": day.isoformat(), "plan": name, "regions": [prefix]}
        note(connection, ref, "republished", hand=hand, data=data)


def _meet(region: str, prefix: str) -> bool:
    return region.startswith(prefix) or prefix.startswith(region)


def _not_in_force(code: str) -> Problem:
    matter, region = parts_of(code)
    return Problem(
        "error",
        "not-in-force-there",
        file_of("override", code),
        "override",
        1,
        f"在“{region}”没有发布“{matter}”，无从调整",
        f"“{matter}” is not published in “{region}”, so there is nothing to override",
    )
