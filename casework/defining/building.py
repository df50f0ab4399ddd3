"""A stored version of a matter made into the plan that it would be if it were published today."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from access.act import Act
from engine.definition_rows import Ref, Version, find_version
from engine.publish import DefinitionRefused
from matter_definitions.compile import Compiled, compile_matter
from matter_definitions.language.examples import ExampleModel
from matter_definitions.library_index import Library, library_of
from matter_definitions.plan import Plan
from matter_definitions.sources import file_of
from matter_definitions.stock import Stock
from refusals import Unknown


@dataclass(frozen=True, slots=True)
class Built:
    version: Version
    plan: Plan
    examples: tuple[ExampleModel, ...]


async def built(act: Act, ref: Ref, *, today: date, together: Iterable[Ref] = ()) -> Built:
    """Without the proofs. `together`: drafts that it needs. The transaction has the engine's rights. Raises
    Unknown (404; also for what is no matter) and DefinitionRefused (422)."""
    if ref.kind != "matter":
        raise Unknown
    versions = [await _version(act, each) for each in dict.fromkeys((ref, *together))]
    stock = await act.engine.catalogue.stock(act.connection, day=today)
    texts = [(file_of(each.kind, each.code), each.source) for each in versions]
    library, compiled = await asyncio.to_thread(_compiled, stock, texts, ref.code)
    if compiled is None or compiled.plan is None:
        found = (*library.problems, *(compiled.problems if compiled else ()))
        raise DefinitionRefused(each for each in found if each.severity == "error")
    return Built(versions[0], compiled.plan, tuple(library.matters[ref.code].model.examples))


def _compiled(stock: Stock, texts: list[tuple[str, str]], code: str) -> tuple[Library, Compiled | None]:
    changes = library_of(texts)
    library = stock.library(changes)
    return library, compile_matter(library, code) if code in changes.matters else None


async def _version(act: Act, ref: Ref) -> Version:
    found = await find_version(act.connection, ref)
    if found is None:
        raise Unknown
    return found
