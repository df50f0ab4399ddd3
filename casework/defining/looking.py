"""A version looked over while somebody works on it: what it would become, and what is plainly wrong with it.

Without the proofs and the examples, which take long: those are for the check (`checking.py`).
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import text

from access.act import Act
from access.policy import demand
from clocks.calendar import local_date
from database.session import become_engine, legal_now
from engine.definition_rows import Ref, Version, find_version
from matter_definitions.compile import compile_matter
from matter_definitions.library_index import Library, library_of
from matter_definitions.overriding.compiling import compile_in
from matter_definitions.overriding.regions import parts_of
from matter_definitions.plan import Plan
from matter_definitions.problems import Problem
from matter_definitions.sources import Kind, file_of
from matter_definitions.stock import Stock
from refusals import Unknown

# An element may be part of hundreds of matters; the check looks at all of them.
_TRIED = 3

_DRAFTS = text("""
    SELECT kind, code, version, revision, source, uses FROM definition
    WHERE state IN ('draft', 'checked') AND kind IN ('item', 'element', 'material') ORDER BY kind, code
""")


@dataclass(frozen=True, slots=True)
class Companion:
    """A draft of something that the definition uses; it would go with it when that is published."""

    kind: Kind
    code: str
    version: int
    revision: int
    source: str

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.code, self.version)


@dataclass(frozen=True, slots=True)
class LookedOver:
    """`plan`: of a matter, or of one as a region has it, without errors. `problems`: of this definition, in
    the order of its lines; `elsewhere`: those that it makes in what it uses, or is used by. `stock` and
    `library`: what it stands in, the drafts that it uses included."""

    version: Version
    plan: Plan | None
    problems: tuple[Problem, ...]
    elsewhere: tuple[Problem, ...]
    companions: tuple[Companion, ...]
    library: Library
    stock: Stock


async def look_over(act: Act, ref: Ref, *, source: str | None = None) -> LookedOver:
    """`source`: in place of what is kept. Raises Unknown (404)."""
    demand(act.actor, "definition.read")
    become_engine(act.connection)
    version = await find_version(act.connection, ref)
    if version is None:
        raise Unknown
    stock = await act.engine.catalogue.stock(act.connection, day=local_date(await legal_now(act.connection)))
    rows = (await act.connection.execute(_DRAFTS)).all()
    drafts = {f"{row.kind}:{row.code}": row for row in rows if (row.kind, row.code) != (ref.kind, ref.code)}
    used = _used(version.uses, {name: row.uses for name, row in drafts.items()} | dict(stock.uses), drafts)
    texts = [(file_of(ref.kind, ref.code), version.source if source is None else source)]
    texts += [(file_of(drafts[name].kind, name.partition(":")[2]), drafts[name].source) for name in used]
    library, plan, found = await asyncio.to_thread(_looked, stock, texts, ref)
    own = tuple(each for each in found if each.file == texts[0][0])
    others = tuple(each for each in found if each not in own)
    companions = [
        Companion(row.kind, row.code, row.version, row.revision, row.source)
        for row in map(drafts.__getitem__, used)
    ]
    return LookedOver(version, plan, own, others, tuple(companions), library, stock)


def _looked(
    stock: Stock, texts: list[tuple[str, str]], ref: Ref
) -> tuple[Library, Plan | None, tuple[Problem, ...]]:
    changes = library_of(texts)
    library = stock.library(changes)
    found = list(changes.problems)
    plan: Plan | None = None
    if ref.kind == "matter" and ref.code in changes.matters:
        compiled = compile_matter(library, ref.code)
        plan, found = compiled.plan, [*found, *compiled.problems]
    elif ref.kind == "override" and ref.code in changes.overrides:
        there = compile_in(library, *parts_of(ref.code))
        plan, found = there.plan, [*found, *there.problems]
    elif ref.kind != "matter":
        for code in stock.matters_using(library_of(texts[:1]))[:_TRIED]:
            found += compile_matter(library, code).problems
    return (
        library,
        plan,
        tuple(sorted(dict.fromkeys(found), key=lambda each: (each.file, each.line, each.path))),
    )


def _used(uses: Iterable[str], known: Mapping[str, Iterable[str]], drafts: Collection[str]) -> list[str]:
    """Drafts among what is used, directly or through something else; each once."""
    waiting, seen = list(uses), set[str]()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += known.get(name, ())
    return sorted(name for name in seen if name in drafts)
