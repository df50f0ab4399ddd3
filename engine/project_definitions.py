"""Definitions that come as files: those of the project itself, and those of `onematter publish`.

They become versions like any other, made by nobody in particular: `by` None is the project.
"""

import asyncio
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from sqlalchemy import TextClause, text

from clocks.calendar import local_date
from database.connection import Connection
from database.session import ENGINE, legal_now, make_engine, transaction
from engine.catalogue import Catalogue
from engine.definition_rows import Hand, Ref, insert_version, lock_definitions
from engine.publish import DefinitionRefused
from engine.publishing import Order, Publication, publish, republish_changed
from matter_definitions.library_index import BUILT_IN, Library, library_of
from matter_definitions.problems import Problem
from matter_definitions.sources import NotOneDefinition, Source, read_source, split

_LATEST = text("""
    SELECT DISTINCT ON (kind, code) kind, code, source FROM definition
    WHERE state IN ('published', 'retired') ORDER BY kind, code, version DESC
""")
_LATEST_OF_PROJECT = text("""
    SELECT DISTINCT ON (kind, code) kind, code, source FROM definition
    WHERE state IN ('published', 'retired') AND created_by IS NULL ORDER BY kind, code, version DESC
""")
_RESPONSIBLE = text("""
    INSERT INTO responsibility (item, region, department) VALUES (:item, :region, :department)
    ON CONFLICT (item, region) DO UPDATE SET department = excluded.department
""")


async def publish_project(connection: Connection, *, since: date) -> None:
    """As the engine, for the local stack. What comes with the project is in force since that day in a new
    installation; at a later start what is new or has changed is published from today, and matters that the
    product itself makes otherwise by now follow. Raises DefinitionRefused."""
    await lock_definitions(connection)
    texts = [(str(each.relative_to(BUILT_IN)), each.read_text("utf-8")) for each in _yaml_files([BUILT_IN])]
    known = await _texts(connection, _LATEST_OF_PROJECT)
    wanted = [each for each in _sources(texts) if known.get((each.kind, each.code)) != each.text]
    hand, catalogue = Hand(None, await legal_now(connection)), Catalogue()
    if wanted:
        await _publish(connection, catalogue, wanted, hand=hand, day=None if known else since)
    if known:
        await republish_changed(connection, catalogue, hand=hand)


def publish_files(url: str, files: Iterable[Path]) -> list[str]:
    """For the command line: checks the files against what is published and publishes what is new in them,
    from today (legal time), with the matters that use it. Gives `<matter> <plan>` and `<kind> <code>`;
    raises DefinitionRefused, which names the files."""
    texts = [(str(each), each.read_text("utf-8", errors="replace")) for each in _yaml_files(files)]
    return asyncio.run(_publish_files(url, texts))


async def _publish_files(url: str, texts: list[tuple[str, str]]) -> list[str]:
    engine = make_engine(url, pool_size=1)
    try:
        async with transaction(engine, ENGINE) as connection:
            await lock_definitions(connection)
            hand, catalogue = Hand(None, await legal_now(connection)), Catalogue()
            stock = await catalogue.stock(connection, day=local_date(hand.now))
            checked = await catalogue.check(stock, texts, prove_affected=True)
            if not checked.ok:
                raise DefinitionRefused(checked.errors)
            await _put_responsibility(connection, library_of(texts))
            known = await _texts(connection, _LATEST)
            changed = [each for each in _sources(texts) if known.get((each.kind, each.code)) != each.text]
            if not changed:
                return []
            done = await _publish(connection, catalogue, changed, hand=hand, day=None)
            return _told(done)
    finally:
        await engine.dispose()


async def _publish(
    connection: Connection, catalogue: Catalogue, sources: Iterable[Source], *, hand: Hand, day: date | None
) -> Publication:
    refs: list[Ref] = [await insert_version(connection, each, hand=hand) for each in sources]
    order = Order(refs, effective_from=day, with_matters=True, back_dated=True)
    return await publish(connection, catalogue, order, hand=hand)


async def _put_responsibility(connection: Connection, library: Library) -> None:
    """Who does the items of the files; regions and departments are there already, as the check has seen."""
    rows = [
        {"item": each.item, "region": each.region, "department": each.department}
        for each in library.responsibility
    ]
    if rows:
        await connection.execute(_RESPONSIBLE, rows)


async def _texts(connection: Connection, statement: TextClause) -> dict[tuple[str, str], str]:
    rows = await connection.execute(statement)
    return {(row.kind, row.code): row.source for row in rows}


def _told(done: Publication) -> list[str]:
    refs = [(each.ref, each.plan) for each in done.published]
    named = [f"{ref.code} {plan}" if plan else f"{ref.kind} {ref.code}" for ref, plan in refs]
    return [*named, *(f"{code} (uses them)" for code in done.republished)]


def _yaml_files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.rglob("*.yaml")) if path.is_dir() else [path]


def _sources(texts: Iterable[tuple[str, str]]) -> Iterator[Source]:
    """Raises DefinitionRefused."""
    for file, whole in texts:
        try:
            yield from (read_source(each) for each in split(file, whole))
        except NotOneDefinition as reason:
            problem = Problem("error", "unreadable", file, "", reason.line, reason.words.zh, reason.words.en)
            raise DefinitionRefused([problem]) from None
