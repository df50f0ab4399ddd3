"""A version looked over while somebody works on it: what it would become, and what is plainly wrong with it.

Without the proofs and the examples, which take long: those are for the check (`checking.py`).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy import text

from access.act import Act
from access.policy import demand
from clocks.calendar import local_date
from database.session import become_engine, legal_now
from engine.checking import TooCostly, too_costly
from engine.definition_rows import Ref, Version, find_version
from forms.form_plan import Text
from matter_definitions.language.examples import ExampleModel
from matter_definitions.looking import Looked, look_at_texts
from matter_definitions.plan import Plan
from matter_definitions.problems import Problem
from matter_definitions.sources import Kind, file_of
from matter_definitions.stock import Stock
from refusals import Unknown

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
    the order of its lines; `elsewhere`: those that it makes in what it uses, or is used by. `examples`,
    `subjects`: of the matter. `titles`: of it and the drafts that it uses, by `kind:code`; `stock`: what is
    published."""

    version: Version
    plan: Plan | None
    problems: tuple[Problem, ...]
    elsewhere: tuple[Problem, ...]
    companions: tuple[Companion, ...]
    examples: tuple[ExampleModel, ...]
    subjects: tuple[str, ...]
    titles: Mapping[str, Text]
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
    looked = await _looked(act, stock, texts, ref)
    own = tuple(each for each in looked.problems if each.file == texts[0][0])
    return LookedOver(
        version=version,
        plan=looked.plan,
        problems=own,
        elsewhere=tuple(each for each in looked.problems if each not in own),
        companions=tuple(
            Companion(row.kind, row.code, row.version, row.revision, row.source)
            for row in map(drafts.__getitem__, used)
        ),
        examples=looked.examples,
        subjects=looked.subjects,
        titles=looked.titles,
        stock=stock,
    )


async def _looked(act: Act, stock: Stock, texts: list[tuple[str, str]], ref: Ref) -> Looked:
    work = partial(look_at_texts, texts=texts, kind=ref.kind, code=ref.code)
    try:
        return await act.engine.catalogue.look(work, stock)
    except TooCostly:
        return Looked(problems=(too_costly(texts[0][0]),))


def _used(uses: Iterable[str], known: Mapping[str, Iterable[str]], drafts: Collection[str]) -> list[str]:
    """Drafts among what is used, directly or through something else; each once."""
    waiting, seen = list(uses), set[str]()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += known.get(name, ())
    return sorted(name for name in seen if name in drafts)
