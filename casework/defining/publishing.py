"""An administrator publishes drafts: from a day on, everywhere or in some regions first; or retires."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from access.act import Act
from access.policy import demand
from access.regions import region_prefix
from casework.organisation import list_regions
from database.session import become_engine, legal_now
from engine.definition_rows import Hand, Ref
from engine.publishing import EVERYWHERE, Order, publish
from engine.regional import put_override
from engine.retiring import retire
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
class DefinitionRetired:
    kind: Kind
    code: str
    version: int
    retired_from: date


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


async def retire_definition(act: Act, ref: Ref, *, reason: str) -> DefinitionRetired:
    """From today on no new cases of this version, nothing new built of it; running cases keep their plan.
    Raises Unknown (404), NotInForce (409)."""
    demand(act.actor, "definition.publish")
    become_engine(act.connection)
    hand = Hand(act.actor.officer_id, await legal_now(act.connection))
    day = await retire(act.connection, ref, reason=reason, hand=hand)
    if ref.kind == "override":
        await put_override(
            act.connection, act.engine.catalogue, ref.code, day=day, hand=hand, is_retired=True
        )
    return DefinitionRetired(ref.kind, ref.code, ref.version, day)


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
