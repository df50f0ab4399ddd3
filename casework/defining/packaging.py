"""A matter leaves as one archive, or comes as one: first it is only looked at, then it becomes drafts."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from access.act import Act
from access.policy import demand
from casework.defining.checking import DefinitionProblem, told
from casework.defining.drafting import DraftKept
from casework.templates import keep_text, template_view
from casework.words import Language
from clocks.calendar import local_date
from database.session import become_engine, legal_now
from documents.papers import PAPERS
from engine.catalogue import Catalogue
from engine.checking import TooCostly, too_costly
from engine.definition_rows import Hand, lock_definitions
from engine.packages import (
    DraftInTheWay,
    Part,
    Standing,
    chosen,
    definitions_beside_ours,
    make_drafts,
    pack,
)
from forms.form_plan import Text
from matter_definitions.check_stock import StockChecked
from matter_definitions.comparing.apart import lines_of_each
from matter_definitions.packaging.manifest import Package
from matter_definitions.packaging.reading import PackageRefused, read_package
from matter_definitions.sources import file_of
from matter_definitions.stock import Stock
from refusals import FieldError, Malformed

MOST_LINES = 200


class PackageUnusable(Malformed):
    type = "package-unusable"
    title = Text(
        "不能导入这个包，没有保存任何内容", "This package cannot be imported; nothing of it was kept"
    )


@dataclass(frozen=True, slots=True)
class MatterExported:
    """`name`: of the file."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class PartOut:
    """`standing`: new, same, different (`difference`: lines, from ours to theirs) or draft_open: somebody is
    writing on it here. `kind`: of a definition, or paper."""

    kind: str
    code: str
    title: str
    standing: Standing
    difference: list[str]


@dataclass(frozen=True, slots=True)
class MissingOut:
    """What the package takes for granted and this installation does not have."""

    departments: list[str]
    connectors: list[str]
    templates: list[str]
    matters: list[str]


@dataclass(frozen=True, slots=True)
class PackageLooked:
    """`problems`: of what would be new here, as publishing would find them. `created`: drafts; none when it
    was only looked at."""

    matter: str
    plan: str
    installation: str
    made_at: datetime
    parts: list[PartOut]
    missing: MissingOut
    ok: bool
    problems: list[DefinitionProblem]
    created: list[DraftKept]


async def export_matter(act: Act, matter: str, *, with_overrides: bool = False) -> MatterExported:
    """As it is in force. Raises Unknown (404) and DefinitionRefused (422) for one that is no longer valid."""
    demand(act.actor, "definition.read")
    become_engine(act.connection)
    now, catalogue = await legal_now(act.connection), act.engine.catalogue
    content = await pack(act.connection, catalogue, matter, with_overrides=with_overrides, now=now)
    return MatterExported(f"{matter}.zip", content)


async def import_package(
    act: Act,
    content: bytes,
    *,
    connectors: Collection[str],
    create: bool = False,
    take: Iterable[str] = (),
    language: Language = "zh",
) -> PackageLooked:
    """`connectors`: codes of the systems that this installation asks. Unless `create`, nothing is changed.
    `take`: as `kind:code`, what is different here and is to become as it is there; all that is new becomes a
    draft anyway. Raises PackageUnusable (422) and DraftInTheWay (409)."""
    demand(act.actor, "definition.write")
    package = await _read(content)
    become_engine(act.connection)
    now = await legal_now(act.connection)
    if create:
        await lock_definitions(act.connection)
    stock = await act.engine.catalogue.stock(act.connection, day=local_date(now))
    parts = [
        *await definitions_beside_ours(act.connection, package, stock),
        *await _papers(act, package),
    ]
    taken = chosen(parts, take)
    checked = await _check(act.engine.catalogue, stock, taken)
    created = await _create(act, taken, Hand(act.actor.officer_id, now), content) if create else []
    manifest = package.manifest
    found = told(checked, language=language)
    return PackageLooked(
        matter=manifest.matter,
        plan=manifest.plan,
        installation=manifest.installation,
        made_at=manifest.made_at,
        parts=await _shown(act, parts, language=language),
        missing=_missing(package, stock, connectors),
        ok=found.ok,
        problems=found.problems,
        created=created,
    )


async def _read(content: bytes) -> Package:
    try:
        return await asyncio.to_thread(read_package, content)
    except PackageRefused as refused:
        words = refused.words
        error = FieldError(f"/file/{refused.entry}".rstrip("/"), words.zh, words.en)
        raise PackageUnusable(errors=[error]) from refused


async def _papers(act: Act, package: Package) -> list[Part]:
    """A paper that the product does not have is missing, and not new."""
    parts: list[Part] = []
    for line in package.manifest.parts:
        if line.kind == "paper" and line.code in PAPERS:
            view = await template_view(act, line.code, language="zh")
            theirs, title = package.text(line), Text(line.title_zh, line.title_en)
            same = (view.source, view.title_zh, view.title_en) == (theirs, title.zh, title.en)
            standing: Standing = "same" if same else "draft_open" if view.draft else "different"
            parts.append(Part(line, theirs, title, standing, view.source, view.version))
    return parts


async def _check(catalogue: Catalogue, stock: Stock, taken: list[Part]) -> StockChecked:
    texts = [
        (file_of(each.line.kind, each.line.code), each.text) for each in taken if each.line.kind != "paper"
    ]
    return await catalogue.check(stock, texts)


async def _create(act: Act, taken: list[Part], hand: Hand, content: bytes) -> list[DraftKept]:
    refs = await make_drafts(act.connection, taken, hand=hand, content=content)
    for each in taken:
        if each.line.kind == "paper":
            if each.standing == "draft_open":
                raise DraftInTheWay
            await keep_text(act, each.line.code, source=each.text, title=each.title)
    return [DraftKept(ref.kind, ref.code, ref.version, 1) for ref in refs]


def _missing(package: Package, stock: Stock, connectors: Collection[str]) -> MissingOut:
    needs = package.manifest.needs
    offices = stock.organisation.departments.values()
    kinds = {kind for each in offices for kind in (each.kind, *each.also)}
    matters = stock.texts.get("matter", {})
    return MissingOut(
        departments=[each for each in needs.departments if each not in kinds],
        connectors=[each for each in needs.connectors if each not in connectors],
        templates=[each for each in needs.templates if each not in PAPERS],
        matters=[each for each in needs.matters if each not in matters],
    )


async def _shown(act: Act, parts: Sequence[Part], *, language: Language) -> list[PartOut]:
    """Raises PackageUnusable for texts that were written to take long."""
    differ = [each for each in parts if each.standing in ("different", "draft_open")]
    work = partial(lines_of_each, [(each.ours, each.text) for each in differ])
    try:
        lines = dict(zip((each.name for each in differ), await act.engine.catalogue.draw(work), strict=True))
    except TooCostly as reason:
        raise PackageUnusable(errors=[_too_costly()]) from reason
    return [
        PartOut(
            each.line.kind,
            each.line.code,
            each.title.in_language(language),
            each.standing,
            lines.get(each.name, [])[:MOST_LINES],
        )
        for each in parts
    ]


def _too_costly() -> FieldError:
    problem = too_costly("")
    return FieldError("/file", problem.zh, problem.en)
