"""The one door to the checks of publishing, for whoever has not published yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from access.act import Act
from access.policy import demand
from casework.words import Language
from clocks.calendar import local_date
from database.session import become_engine, legal_now
from engine.definition_rows import Hand, Ref, Version, find_version, mark_checked
from engine.publishing import NotADraft
from matter_definitions.check_stock import StockChecked
from refusals import Stale, Unknown


@dataclass(frozen=True, slots=True)
class DefinitionProblem:
    severity: str
    path: str
    line: int
    message: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class DefinitionChecked:
    """`plan`: the name of the plan that it would become, when it defines one matter that is in order.
    `also_affected`: codes of other matters that use what it defines."""

    ok: bool
    problems: list[DefinitionProblem]
    plan: str | None
    also_affected: list[str]


async def check_sources(
    act: Act, sources: Iterable[tuple[str, str]], *, day: date | None = None
) -> StockChecked:
    """Definitions (the name of each for people, and its text) as if they were published for `day` (today).

    What looks through a definition before it is published comes here; publishing itself takes the same door
    (`engine.catalogue`).
    """
    demand(act.actor, "definition.check")
    today = local_date(await legal_now(act.connection))
    become_engine(act.connection)
    stock = await act.engine.catalogue.stock(act.connection, day=day or today)
    return await act.engine.catalogue.check(stock, sources)


async def check_definition(act: Act, source: str, *, language: Language = "zh") -> DefinitionChecked:
    """Never raises for what is written in `source` (YAML or JSON): see `problems`. Changes nothing."""
    return told(await check_sources(act, [("definition.yaml", source)]), language=language)


async def check_version(
    act: Act,
    ref: Ref,
    *,
    together: Iterable[Ref] = (),
    if_revision: int | None = None,
    language: Language = "zh",
) -> DefinitionChecked:
    """A draft in which nothing is wrong is `checked` from now on, until somebody changes it. `together`:
    drafts that are to be published with it. Raises Unknown (404), NotADraft (409), Stale (412)."""
    demand(act.actor, "definition.check")
    drafts = [await _draft(act, each) for each in dict.fromkeys((ref, *together))]
    if if_revision is not None and drafts[0].revision != if_revision:
        raise Stale
    checked = await check_sources(act, [(f"{each.kind}/{each.code}", each.source) for each in drafts])
    if checked.ok:
        await _mark(act, drafts[0])
    return told(checked, language=language)


def told(checked: StockChecked, *, language: Language) -> DefinitionChecked:
    plans = list(checked.plans.values())
    return DefinitionChecked(
        ok=checked.ok,
        problems=[
            DefinitionProblem(
                severity=each.severity,
                path=each.path,
                line=each.line,
                message=each.in_language(language),
                file=each.file,
            )
            for each in checked.problems
        ],
        plan=plans[0].name if len(plans) == 1 and checked.ok else None,
        also_affected=sorted(checked.affected),
    )


async def _mark(act: Act, draft: Version) -> None:
    """Not what somebody has saved while it was being checked: a check takes long, and holds up nobody."""
    now = await find_version(act.connection, draft.ref, lock=True)
    if now is not None and now.state == "draft" and now.revision == draft.revision:
        mark_checked(
            act.connection, draft.ref, hand=Hand(act.actor.officer_id, await legal_now(act.connection))
        )


async def _draft(act: Act, ref: Ref) -> Version:
    become_engine(act.connection)
    found = await find_version(act.connection, ref)
    if found is None:
        raise Unknown
    if not found.is_open:
        raise NotADraft
    return found
