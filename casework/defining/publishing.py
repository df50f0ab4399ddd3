"""An administrator publishes drafts: from a day on, everywhere or in some regions first; or retires."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from access.act import Act
from access.policy import demand
from access.regions import region_prefix
from casework.defining.standing import region_names
from casework.organisation import list_regions
from casework.words import Language
from clocks.calendar import local_date
from database.queries.plans_in_force import read_force_rows
from database.session import become_engine, legal_now
from engine.definition_rows import Hand, Ref
from engine.publishing import EVERYWHERE, Order, publish
from engine.retiring import Follows, Retirement, follow, look_ahead, retire
from matter_definitions.overriding.regions import region_of
from matter_definitions.sources import Kind
from refusals import FieldError, Malformed


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """`plan`: the name of a matter's plan; None for what is built into matters."""

    kind: Kind
    code: str
    version: int
    plan: str | None


@dataclass(frozen=True, slots=True)
class DefinitionPublished:
    """`also_affected`: other matters that use what has changed; `republished`: those of them that follow at
    once. The rest go on as they were published."""

    effective_from: date
    regions: list[str]
    published: list[PublishedLine]
    also_affected: list[str]
    republished: list[str]


@dataclass(frozen=True, slots=True)
class FollowsLine:
    """From that day on new cases in the region (12 digits, '' everywhere) get this version; None: there are
    none."""

    region: str
    region_name: str
    since: date
    version: int | None


@dataclass(frozen=True, slots=True)
class DefinitionRetired:
    """`follows`: of a matter, for each region in which the version held or was going to hold."""

    kind: Kind
    code: str
    version: int
    retired_from: date
    follows: list[FollowsLine]


async def publish_definition(
    act: Act,
    ref: Ref,
    *,
    together: Iterable[Ref] = (),
    effective_from: date | None = None,
    regions: Sequence[str] = (),
    reason: str | None = None,
    with_matters: bool = False,
    seen: Mapping[Ref, int] | None = None,
) -> DefinitionPublished:
    """`regions`: 12 digits each, none: everywhere; what was in force in them before is replaced from the day
    on (None: today). `together`: drafts that it needs. `seen`: the revisions that were read; without one,
    whatever is kept by now. Raises Unknown (404), NotADraft (409), SecondPersonNeeded (403), Stale (412:
    somebody has saved since), Malformed and DefinitionRefused (422, all problems at once)."""
    demand(act.actor, "definition.publish")
    prefixes = await _prefixes(act, regions)
    refs = list(dict.fromkeys((*together, ref)))
    if regions and not any(each.kind == "matter" for each in refs):
        raise Malformed(
            errors=[
                FieldError("/regions", "只有一件事可以按地区发布", "only a matter is published for regions")
            ]
        )
    become_engine(act.connection)
    order = Order(
        refs,
        effective_from=effective_from,
        regions=prefixes,
        reason=reason,
        with_matters=with_matters,
        seen=seen or {},
        editor_may=not act.engine.two_persons,
    )
    hand = Hand(act.actor.officer_id, await legal_now(act.connection))
    done = await publish(act.connection, act.engine.catalogue, order, hand=hand)
    placed = [(each.ref, each.plan) for each in done.published]
    return DefinitionPublished(
        effective_from=done.effective_from,
        regions=list(regions),
        published=[PublishedLine(each.kind, each.code, each.version, plan) for each, plan in placed],
        also_affected=list(done.also_affected),
        republished=list(done.republished),
    )


async def retire_definition(
    act: Act, ref: Ref, *, reason: str, language: Language = "zh"
) -> DefinitionRetired:
    """From today on no new cases of this version, nothing new built of it; running cases keep their plan.
    Raises Unknown (404), NotInForce (409), and DefinitionRefused (422) when something that a region
    overrides does not fit what would hold there."""
    demand(act.actor, "definition.publish")
    become_engine(act.connection)
    hand = Hand(act.actor.officer_id, await legal_now(act.connection))
    done = await retire(act.connection, act.engine.catalogue, ref, reason=reason, hand=hand)
    return await _told(act, ref, done, language=language)


async def retirement_ahead(act: Act, ref: Ref, *, language: Language = "zh") -> DefinitionRetired:
    """What retiring this version today would leave; changes nothing. Raises Unknown (404), NotInForce
    (409)."""
    demand(act.actor, "definition.read")
    become_engine(act.connection)
    today = local_date(await legal_now(act.connection))
    return await _told(act, ref, await look_ahead(act.connection, ref, today=today), language=language)


async def follows_of(act: Act, matter: str, *, language: Language = "zh") -> Mapping[int, list[FollowsLine]]:
    """Of each version of a matter that may be retired, what would hold then."""
    demand(act.actor, "definition.read")
    become_engine(act.connection)
    today = local_date(await legal_now(act.connection))
    rows = (await read_force_rows(act.connection, [matter]))[matter]
    names = await region_names(act, language=language)
    found = {
        each: follow(rows, each, day=today) for each in {row.version for row in rows} if each is not None
    }
    return {version: _lines(follows, names) for version, follows in found.items() if follows}


async def _told(act: Act, ref: Ref, done: Retirement, *, language: Language) -> DefinitionRetired:
    names = await region_names(act, language=language) if done.follows else {}
    return DefinitionRetired(ref.kind, ref.code, ref.version, done.day, _lines(done.follows, names))


def _lines(follows: Iterable[Follows], names: Mapping[str, str]) -> list[FollowsLine]:
    return [
        FollowsLine(full, names.get(full, full), each.since, each.version)
        for each in follows
        for full in [region_of(each.region) if each.region else ""]
    ]


async def _prefixes(act: Act, regions: Sequence[str]) -> Sequence[str]:
    if not regions:
        return EVERYWHERE
    known = {code for code, _ in await list_regions(act.connection)}
    unknown = [
        FieldError(f"/regions/{number}", f"没有地区“{code}”", f"there is no region “{code}”")
        for number, code in enumerate(regions)
        if code not in known
    ]
    if unknown:
        raise Malformed(errors=unknown)
    return [region_prefix(each) for each in regions]
