"""Publishing drafts: checked together as they will stand together, and in force in one transaction.

A matter goes with the items that it needs, or on its own. What was published never changes; who has a case
keeps his plan. Other matters that use a changed item go on with their plan until somebody publishes them,
too, or says at once that they are to follow.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from clocks.calendar import local_date
from database.connection import Connection
from database.queries.plans_in_force import ForceRow, in_force_by_region, read_force_rows
from engine.catalogue import Catalogue
from engine.definition_rows import (
    Hand,
    Ref,
    Version,
    find_version,
    lock_definitions,
    mark_published,
    note,
)
from engine.publish import DefinitionRefused, publish_plan
from engine.regional import put_later, put_override, put_places
from forms.form_plan import Text
from matter_definitions.check_stock import StockChecked
from matter_definitions.checks.published_where import nobody_responsible
from matter_definitions.compile import compile_matter
from matter_definitions.library_index import library_of
from matter_definitions.overriding.checking import check_overrides, overrides_of
from matter_definitions.plan_text import text_of
from matter_definitions.problems import Problem
from matter_definitions.sources import file_of
from matter_definitions.stock import Stock
from refusals import FieldError, Malformed, NotNow, NotYours, Stale, Unknown

EVERYWHERE = ("",)


class NotADraft(NotNow):
    type = "definition-not-a-draft"
    title = Text(
        "这个版本不是草稿，不能再修改或发布", "This version is no draft; it can no longer be changed"
    )


class SecondPersonNeeded(NotYours):
    type = "second-person-needed"
    title = Text("最后修改的人不能自己发布，请由另一人发布", "Who edited it last may not publish it himself")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be published. `regions`: digits before the zeros, '' everywhere, for the matters among
    `refs`. `effective_from` None: today. `with_matters`: those that use what changes follow at once.
    `seen`: the revisions of drafts as they were read by whoever orders it.
    `editor_may`: without the rule of two persons. `back_dated`: also a day that is over (a new installation).
    """

    refs: Sequence[Ref]
    effective_from: date | None = None
    regions: Sequence[str] = EVERYWHERE
    reason: str | None = None
    with_matters: bool = False
    seen: Mapping[Ref, int] = field(default_factory=dict[Ref, int])
    editor_may: bool = True
    back_dated: bool = False


@dataclass(frozen=True, slots=True)
class InForce:
    """`plan`: the name of a matter's plan; None for what is only built into matters."""

    ref: Ref
    plan: str | None


@dataclass(frozen=True, slots=True)
class Publication:
    """`also_affected`: codes of other matters that were made of what has changed, and would be other now;
    `republished`: those of them that follow."""

    effective_from: date
    published: tuple[InForce, ...]
    also_affected: tuple[str, ...]
    republished: tuple[str, ...]


async def publish(connection: Connection, catalogue: Catalogue, order: Order, *, hand: Hand) -> Publication:
    """As the engine, in a transaction of its caller. Raises Unknown (404), NotADraft (409),
    SecondPersonNeeded (403), Stale (412), Malformed and DefinitionRefused (422, with all problems)."""
    drafts = await _drafts(connection, order, hand=hand)
    day = _day(order, today=local_date(hand.now))
    # What takes long comes before the lock, which others wait for: under it the answer is known already,
    # unless somebody has published meanwhile.
    await _check(connection, catalogue, drafts, day=day, order=order)
    await lock_definitions(connection)
    drafts = await _drafts(connection, order, hand=hand, lock=True)
    stock, checked = await _check(connection, catalogue, drafts, day=day, order=order)
    in_force = await read_force_rows(connection, sorted(checked.affected))
    affected = tuple(
        code for code in sorted(checked.affected) if _is_other(checked, code, in_force[code], day=day)
    )
    done = [await _put(connection, each, checked, day=day, order=order, hand=hand) for each in drafts]
    for each in drafts:
        if each.kind == "override":
            await put_override(connection, catalogue, each.code, day=day, hand=hand)
        elif each.kind == "matter":
            await put_later(connection, catalogue, each.ref, prefixes=order.regions, day=day, hand=hand)
    republished = affected if order.with_matters else ()
    for code in republished:
        await _republish(connection, catalogue, in_force[code], day=day, hand=hand, known=(stock, checked))
    return Publication(day, tuple(done), affected, republished)


async def _drafts(connection: Connection, order: Order, *, hand: Hand, lock: bool = False) -> list[Version]:
    return [await _draft(connection, ref, order=order, hand=hand, lock=lock) for ref in order.refs]


async def _draft(connection: Connection, ref: Ref, *, order: Order, hand: Hand, lock: bool) -> Version:
    found = await find_version(connection, ref, lock=lock)
    if found is None:
        raise Unknown
    if not found.is_open:
        raise NotADraft
    if order.seen.get(ref, found.revision) != found.revision:
        raise Stale
    if not order.editor_may and hand.by is not None and found.edited_by == hand.by:
        raise SecondPersonNeeded
    return found


def _day(order: Order, *, today: date) -> date:
    day = order.effective_from or today
    if day < today and not order.back_dated:
        words = "生效日期不能早于今天", "it cannot be in force from a day that is over"
        raise Malformed(errors=[FieldError("/effective_from", *words)])
    return day


async def _check(
    connection: Connection, catalogue: Catalogue, drafts: Sequence[Version], *, day: date, order: Order
) -> tuple[Stock, StockChecked]:
    stock = await catalogue.stock(connection, day=day)
    texts = {file_of(each.kind, each.code): each.source for each in drafts}
    checked = await catalogue.check(stock, texts.items(), prove_affected=order.with_matters)
    if not checked.ok:
        raise DefinitionRefused(checked.errors)
    lacking = await asyncio.to_thread(_lacking, stock, texts, checked.plans, order.regions)
    if lacking:
        raise DefinitionRefused(lacking)
    return stock, checked


def _lacking(
    stock: Stock, texts: Mapping[str, str], matters: Iterable[str], regions: Sequence[str]
) -> list[Problem]:
    library = stock.library(library_of(texts.items()))
    return [each for code in matters for each in nobody_responsible(library, code, regions)]


async def _put(
    connection: Connection, draft: Version, checked: StockChecked, *, day: date, order: Order, hand: Hand
) -> InForce:
    plan = checked.plans.get(draft.code) if draft.kind == "matter" else None
    name: str | None = None
    if plan is not None:
        name = await put_places(connection, checked, draft.ref, prefixes=order.regions, day=day, hand=hand)
    data: dict[str, object] = {"from": day.isoformat()}
    if plan is not None:
        data |= {"plan": name, "regions": sorted(set(order.regions))}
    mark_published(connection, draft.ref, hand=hand, day=day, plan=name, reason=order.reason, data=data)
    return InForce(draft.ref, name)


async def republish_changed(connection: Connection, catalogue: Catalogue, *, hand: Hand) -> None:
    """Matters that would be others if they were published now, although nobody changed them: since then
    something else has changed, such as the product itself. Raises DefinitionRefused."""
    day = local_date(hand.now)
    library = (await catalogue.stock(connection, day=day)).library()
    for code, rows in (await read_force_rows(connection, list(library.matters))).items():
        plan = compile_matter(library, code).plan
        regional = check_overrides(library, overrides_of(library, [code]), prove=False)
        plans = {code: text_of(plan)} if plan else {}
        there = {each: text_of(plan) for each, plan in regional.plans.items()}
        now = StockChecked(regional.problems, plans, {}, there)
        if plan is None or not now.ok or _is_other(now, code, rows, day=day):
            await _republish(connection, catalogue, rows, day=day, hand=hand)


def _is_other(checked: StockChecked, code: str, rows: list[ForceRow], *, day: date) -> bool:
    """Whether a matter in force would be another, anywhere, with what is published now."""
    return any(
        row.plan != checked.plan_at(code, region).name
        for region, row in in_force_by_region(rows, day=day).items()
    )


async def _republish(
    connection: Connection,
    catalogue: Catalogue,
    rows: list[ForceRow],
    *,
    day: date,
    hand: Hand,
    known: tuple[Stock, StockChecked] | None = None,
) -> None:
    """Each version of a matter that is in force somewhere, or is going to be, made anew of what is published
    now. `known`: what was checked for `day` with the matters of a stock; hundreds need not be checked twice.
    """
    in_force = in_force_by_region(rows, day=day)
    # Where the same as around it holds, it follows with what is around it.
    places = [(region, day, row) for region, row in in_force.items() if row.region == region]
    places += [(row.region, row.effective_from, row) for row in rows if row.effective_from > day]
    for region, since, row in places:
        ref = Ref("matter", row.matter, row.version or 0)
        version = await find_version(connection, ref) if row.plan else None
        if version is None:
            continue
        if known and since == day and known[0].texts["matter"].get(row.matter) == version.source:
            checked = known[1]
        else:
            stock = await catalogue.stock(connection, day=since)
            checked = await catalogue.check(stock, [(file_of("matter", row.matter), version.source)])
        if not checked.ok:
            raise DefinitionRefused(checked.errors)
        name = await publish_plan(
            connection,
            checked.plan_at(row.matter, region),
            effective_from=since,
            region=region,
            version=version.version,
        )
        data = {"from": since.isoformat(), "plan": name, "regions": [region]}
        note(connection, ref, "republished", hand=hand, data=data)
