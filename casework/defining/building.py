"""A stored version of a matter made into the plan that it would be if it were published today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from access.act import Act
from engine.checking import TooCostly, too_costly
from engine.definition_rows import Ref, Version, find_version
from engine.publish import DefinitionRefused
from matter_definitions.looking import look_at_texts
from matter_definitions.plan import Plan
from matter_definitions.sources import file_of
from refusals import Unknown


@dataclass(frozen=True, slots=True)
class Built:
    version: Version
    plan: Plan


async def built(act: Act, ref: Ref, *, today: date) -> Built:
    """Without the proofs. The transaction has the engine's rights. Raises Unknown (404; also for what is no
    matter) and DefinitionRefused (422)."""
    if ref.kind != "matter":
        raise Unknown
    texts, [version] = await texts_of(act, [ref])
    stock = await act.engine.catalogue.stock(act.connection, day=today)
    work = partial(look_at_texts, texts=texts, kind=ref.kind, code=ref.code)
    try:
        looked = await act.engine.catalogue.look(work, stock)
    except TooCostly as reason:
        raise DefinitionRefused([too_costly(texts[0][0])]) from reason
    if looked.plan is None:
        raise DefinitionRefused(looked.errors)
    return Built(version, looked.plan)


async def texts_of(act: Act, refs: Iterable[Ref]) -> tuple[list[tuple[str, str]], list[Version]]:
    """The file and the text of each, each once. Raises Unknown (404)."""
    versions = [await _version(act, each) for each in dict.fromkeys(refs)]
    return [(file_of(each.kind, each.code), each.source) for each in versions], versions


async def _version(act: Act, ref: Ref) -> Version:
    found = await find_version(act.connection, ref)
    if found is None:
        raise Unknown
    return found
