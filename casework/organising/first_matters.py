"""The matters that come with the project, put in force here: a beginning for a new installation."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import text

from access.act import Act
from access.policy import demand
from casework.words import Language
from database.session import become_engine, legal_now
from engine.definition_rows import Hand, insert_version, lock_definitions
from engine.publishing import Order, publish
from matter_definitions.library_index import BUILT_IN, built_in_library
from matter_definitions.sources import Source, read_source, split
from refusals import Unknown

_KNOWN = text("SELECT DISTINCT kind, code FROM definition WHERE state = 'published'")


@dataclass(frozen=True, slots=True)
class ReadyMatter:
    """`published`: in some version, whoever wrote it."""

    code: str
    title: str
    published: bool


async def list_ready_matters(act: Act, *, language: Language = "zh") -> list[ReadyMatter]:
    demand(act.actor, "definition.read")
    become_engine(act.connection)
    known = {(row.kind, row.code) for row in await act.connection.execute(_KNOWN)}
    return [
        ReadyMatter(code, entry.model.title.text.in_language(language), ("matter", code) in known)
        for code, entry in sorted(built_in_library().matters.items())
    ]


async def publish_ready_matter(act: Act, code: str) -> None:
    """With all items and data elements that it needs and that are not here yet, in force from today. One that
    is published already stays as it is.

    Raises Unknown (404) and DefinitionRefused (422): among others while nobody is responsible for an item
    somewhere, or a place has no remedy.
    """
    demand(act.actor, "definition.publish")
    become_engine(act.connection)
    await lock_definitions(act.connection)
    known = {(row.kind, row.code) for row in await act.connection.execute(_KNOWN)}
    if ("matter", code) in known:
        return
    wanted = [each for each in _needed_by(code) if (each.kind, each.code) not in known]
    hand = Hand(act.actor.officer_id, await legal_now(act.connection))
    refs = [await insert_version(act.connection, each, hand=hand) for each in wanted]
    await publish(act.connection, act.engine.catalogue, Order(refs), hand=hand)


def _needed_by(code: str) -> list[Source]:
    """A matter with all that it is made of, in the order of the files. Raises Unknown (404)."""
    sources = _sources()
    start = f"matter:{code}"
    if start not in sources:
        raise Unknown
    wanted, ahead = set[str](), [start]
    while ahead:
        name = ahead.pop()
        if name in sources and name not in wanted:
            wanted.add(name)
            ahead += sources[name].uses
    return [source for name, source in sources.items() if name in wanted]


@cache
def _sources() -> dict[str, Source]:
    """Every definition of the project by `kind:code`."""
    files = sorted(BUILT_IN.rglob("*.yaml"))
    texts = ((str(each.relative_to(BUILT_IN)), each.read_text("utf-8")) for each in files)
    found = (read_source(one) for file, whole in texts for one in split(file, whole))
    return {f"{each.kind}:{each.code}": each for each in found}
