"""Packages and the catalogue: a matter packed as it is in force, and what comes beside what is here."""

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import text

from clocks.calendar import local_date
from database.connection import Connection
from database.session import ENGINE, legal_now, make_engine, transaction
from engine.catalogue import Catalogue
from engine.definition_rows import Hand, Ref, insert_version, lock_definitions
from engine.publish import DefinitionRefused
from forms.form_plan import Text
from matter_definitions.compile import compile_matter
from matter_definitions.packaging.gathering import templates_of
from matter_definitions.packaging.manifest import Package, Paper, PartLine
from matter_definitions.packaging.reading import read_package
from matter_definitions.packaging.writing import package_of, write_package
from matter_definitions.sources import read_source
from matter_definitions.stock import Stock
from refusals import FieldError, Malformed, NotNow, Unknown

Standing = Literal["new", "same", "different", "draft_open"]

_INSTALLATION = text("SELECT id FROM installation")
_OWN_TEXTS = text("""
    SELECT template, title_zh, title_en, source FROM paper_template
    WHERE state = 'published' AND template = ANY(:templates) ORDER BY template
""")
_HERE = text("""
    SELECT DISTINCT ON (d.kind, d.code) d.kind, d.code, d.version, d.source,
        d.state IN ('draft', 'checked') AS is_open
    FROM definition d JOIN unnest(CAST(:kinds AS text[]), CAST(:codes AS text[])) AS wanted (kind, code)
        ON wanted.kind = d.kind AND wanted.code = d.code
    ORDER BY d.kind, d.code, d.version DESC
""")


class DraftInTheWay(NotNow):
    type = "definition-draft-open"
    title = Text("这个定义已有未发布的草稿", "There is a draft of this definition already")


@dataclass(frozen=True, slots=True)
class Part:
    """Something of a package beside ours of the same code. `standing` draft_open: somebody is writing on it
    here. `newest`: the last version here, None when there is none."""

    line: PartLine
    text: str
    title: Text
    standing: Standing
    ours: str
    newest: int | None

    @property
    def name(self) -> str:
        return f"{self.line.kind}:{self.line.code}"


async def pack(
    connection: Connection, catalogue: Catalogue, matter: str, *, with_overrides: bool, now: datetime
) -> bytes:
    """As the engine. Raises Unknown (404) and DefinitionRefused (422) for one that is no longer valid."""
    stock = await catalogue.stock(connection, day=local_date(now))
    if matter not in stock.texts.get("matter", {}):
        raise Unknown
    compiled = await asyncio.to_thread(compile_matter, stock.library(), matter)
    if compiled.plan is None:
        raise DefinitionRefused(each for each in compiled.problems if each.severity == "error")
    own = await connection.execute(_OWN_TEXTS, {"templates": templates_of(compiled.plan)})
    package = package_of(
        stock,
        compiled.plan,
        papers=[Paper(*row) for row in own],
        with_overrides=with_overrides,
        installation=(await connection.execute(_INSTALLATION)).scalar_one(),
        made_at=now,
    )
    return write_package(package)


async def definitions_beside_ours(connection: Connection, package: Package, stock: Stock) -> list[Part]:
    """As the engine; in the order of the package. Ours is what is in force, or else the last version."""
    lines = [each for each in package.manifest.parts if each.kind != "paper"]
    wanted = {"kinds": [each.kind for each in lines], "codes": [each.code for each in lines]}
    here = {(row.kind, row.code): row for row in await connection.execute(_HERE, wanted)}
    titles = await asyncio.to_thread(lambda: [read_source(package.text(each)).title for each in lines])
    parts: list[Part] = []
    for line, title in zip(lines, titles, strict=True):
        assert line.kind != "paper"
        row, theirs = here.get((line.kind, line.code)), package.text(line)
        ours = stock.texts.get(line.kind, {}).get(line.code, row.source if row else "")
        standing: Standing = "new" if row is None else "same" if ours == theirs else "different"
        if row is not None and row.is_open and row.source != theirs:
            standing = "draft_open"
        parts.append(Part(line, theirs, title, standing, ours, row.version if row else None))
    return parts


def chosen(parts: Sequence[Part], take: Iterable[str]) -> list[Part]:
    """What is new, and what is different here and named. Raises Malformed for what the package does not
    hold, or holds as it is here."""
    known, wanted = {each.name: each for each in parts}, frozenset(take)
    wrong = [name for name in sorted(wanted) if name not in known or known[name].standing == "same"]
    if wrong:
        zh, en = "包里没有，或与这里相同", "it is not in the package, or the same as here"
        raise Malformed(errors=[FieldError(f"/take/{name[:200]}", zh, en) for name in wrong])
    return [each for each in parts if each.standing == "new" or each.name in wanted]


async def make_drafts(
    connection: Connection, parts: Iterable[Part], *, hand: Hand, content: bytes
) -> list[Ref]:
    """As the engine, with the lock of definitions. In the order of the package: it is the order of a form.
    `content`: the archive, whose digest stands in the book. Raises DraftInTheWay (409)."""
    wanted = [each for each in parts if each.line.kind != "paper"]
    if any(each.standing == "draft_open" for each in wanted):
        raise DraftInTheWay
    data = {"package_sha256": hashlib.sha256(content).hexdigest()}
    sources = await asyncio.to_thread(lambda: [read_source(each.text) for each in wanted])
    return [
        await insert_version(connection, source, hand=hand, from_version=each.newest, data=data)
        for each, source in zip(wanted, sources, strict=True)
    ]


def export_file(url: str, matter: str, file: Path, *, with_overrides: bool) -> None:
    """For the command line; raises as `pack`."""
    file.write_bytes(asyncio.run(_export(url, matter, with_overrides=with_overrides)))


def import_file(url: str, file: Path, *, create: bool, take: Iterable[str]) -> list[str]:
    """For the command line: a line for each part, `new element:nickname`; papers stay out of it. Raises
    PackageRefused, Malformed (422) and DraftInTheWay (409)."""
    return asyncio.run(_import(url, file.read_bytes(), create=create, take=take))


async def _export(url: str, matter: str, *, with_overrides: bool) -> bytes:
    engine = make_engine(url, pool_size=1)
    try:
        async with transaction(engine, ENGINE) as connection:
            now = await legal_now(connection)
            return await pack(connection, Catalogue(), matter, with_overrides=with_overrides, now=now)
    finally:
        await engine.dispose()


async def _import(url: str, content: bytes, *, create: bool, take: Iterable[str]) -> list[str]:
    package = read_package(content)
    engine = make_engine(url, pool_size=1)
    try:
        async with transaction(engine, ENGINE) as connection:
            await lock_definitions(connection)
            hand = Hand(None, await legal_now(connection))
            stock = await Catalogue().stock(connection, day=local_date(hand.now))
            parts = await definitions_beside_ours(connection, package, stock)
            taken = chosen(parts, take)
            drafts = await make_drafts(connection, taken, hand=hand, content=content) if create else []
            made = [f"draft {each.kind}:{each.code} version {each.version}" for each in drafts]
            return [*(f"{each.standing} {each.name}" for each in parts), *made]
    finally:
        await engine.dispose()
