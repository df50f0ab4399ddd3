"""The library of this installation: what is published, and the organisation, out of the database.

A process keeps what it read until somebody publishes or retires something; nobody has to be restarted.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar

from sqlalchemy import text

from database.connection import Connection
from database.queries.plans_in_force import ForceRow, in_force_by_region, read_force_rows
from engine.checking import CheckingRoom, check_texts
from engine.organisation_library import read_organisation
from matter_definitions.check_stock import StockChecked
from matter_definitions.library_index import Library
from matter_definitions.sources import Kind
from matter_definitions.stock import Stock

T = TypeVar("T")
_REVISION = text("SELECT max(id) FROM definition_event WHERE act IN ('published', 'retired')")
# Of what is built into matters: what holds on a day, and what is to hold later. What was retired before
# its day never began.
_PARTS = text("""
    WITH begun AS (
        SELECT * FROM definition WHERE kind <> 'matter' AND state IN ('published', 'retired')
        AND (retired_from IS NULL OR retired_from >= effective_from))
    SELECT d.kind, d.code, d.version, d.source, d.uses, d.position, d.effective_from, d.retired_from
    FROM begun d WHERE NOT EXISTS (
        SELECT FROM begun later WHERE later.kind = d.kind AND later.code = d.code
        AND later.effective_from <= :day
        AND (later.effective_from, later.version) > (d.effective_from, d.version))
    ORDER BY d.position, d.code, d.effective_from, d.version
""")
_MATTERS = text("""
    SELECT d.code, d.version, d.source, d.uses FROM definition d
    JOIN unnest(CAST(:codes AS text[]), CAST(:versions AS int[])) AS wanted (code, version)
    USING (code, version) WHERE d.kind = 'matter' ORDER BY d.code, d.version
""")


@dataclass(frozen=True, slots=True)
class Part:
    """`retired_from` None: not retired."""

    kind: Kind
    code: str
    version: int
    source: str
    uses: list[str]
    position: int
    effective_from: date
    retired_from: date | None


@dataclass(frozen=True, slots=True)
class MatterSource:
    code: str
    version: int
    source: str
    uses: list[str]


@dataclass(frozen=True, slots=True)
class Kept:
    """What was read from the database as of `day`; good for that day and later ones."""

    revision: int | None
    day: date
    parts: tuple[Part, ...]
    force: Mapping[str, list[ForceRow]]
    matters: Mapping[tuple[str, int], MatterSource]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was asked last, and the answer; both are pure."""

    stock: Stock
    texts: tuple[tuple[str, str], ...]
    prove_affected: bool
    found: StockChecked

    def answers(self, stock: Stock, texts: tuple[tuple[str, str], ...], *, prove_affected: bool) -> bool:
        same = _by_kind(self.texts) == _by_kind(texts) and self.prove_affected == prove_affected
        return same and self.stock == stock


class Catalogue:
    """`room`: where definitions are checked; `page_room`: where what a page shows is made of them, so that
    nobody who only looks waits behind a check. None: in this process."""

    def __init__(self, room: CheckingRoom | None = None, page_room: CheckingRoom | None = None) -> None:
        self._room, self._page_room = room, page_room
        self._kept: Kept | None = None
        self._checked: Checked | None = None

    async def check(
        self, stock: Stock, texts: Iterable[tuple[str, str]], *, prove_affected: bool = False
    ) -> StockChecked:
        """As `check_stock`. The last answer is kept: what a page has shown before publishing, and what
        publishing checks before it holds up others, is asked again when it does, and nothing has changed
        since unless somebody else has published."""
        named = tuple(texts)
        known = self._checked
        if known is not None and known.answers(stock, named, prove_affected=prove_affected):
            return known.found
        found = await check_texts(self._room, stock, named, prove_affected=prove_affected)
        self._checked = Checked(stock, named, prove_affected, found)
        return found

    async def look(self, work: Callable[[Stock], T], stock: Stock) -> T:
        """For a page: without proofs. Raises TooCostly, Busy and CannotCheck (503)."""
        if self._page_room is not None:
            return await self._page_room.do(work, stock)
        return await asyncio.to_thread(work, stock)

    async def draw(self, work: Callable[[], T]) -> T:
        """As `look`, for what is made of a plan or a text alone."""
        if self._page_room is not None:
            return await self._page_room.do(partial(_alone, work), None)
        return await asyncio.to_thread(work)

    async def close(self) -> None:
        for room in (self._room, self._page_room):
            if room is not None:
                await asyncio.to_thread(room.close)

    async def stock(self, connection: Connection, *, day: date) -> Stock:
        """What a definition that is published for `day` (today or later) may be built on. Of a matter that
        is in force in several versions, the one of the widest region."""
        revision = (await connection.execute(_REVISION)).scalar_one()
        kept = self._kept
        if kept is None or kept.revision != revision or kept.day > day:
            kept = self._kept = await _read(connection, revision, day=day)
        return _stock(kept, day, await read_organisation(connection))


def _by_kind(texts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Texts are named `kind/code`: which kind comes first makes no difference, but the order of elements is
    that of a form."""
    return sorted(texts, key=lambda each: each[0].partition("/")[0])


def _alone(work: Callable[[], T], _stock: Stock) -> T:
    return work()


async def _read(connection: Connection, revision: int | None, *, day: date) -> Kept:
    parts = [Part(*row) for row in await connection.execute(_PARTS, {"day": day})]
    force = await read_force_rows(connection)
    days = {day, *(row.effective_from for rows in force.values() for row in rows)}
    wanted = {
        (row.matter, row.version)
        for rows in force.values()
        for each in days
        if each >= day
        for row in in_force_by_region(rows, day=each).values()
        if row.version is not None
    }
    codes = {"codes": [code for code, _ in wanted], "versions": [version for _, version in wanted]}
    matters = [MatterSource(*row) for row in await connection.execute(_MATTERS, codes)]
    return Kept(revision, day, tuple(parts), force, {(each.code, each.version): each for each in matters})


def parts_as_of(parts: Iterable[Part], day: date) -> list[Part]:
    """Of each the version that holds on a day: the one with the latest day, unless it was retired by then.
    `parts` in the order of the query."""
    latest: dict[tuple[Kind, str], Part] = {}
    for part in parts:
        if part.effective_from <= day:
            latest[part.kind, part.code] = part
    return [part for part in latest.values() if part.retired_from is None or part.retired_from > day]


def _matters_as_of(kept: Kept, day: date) -> Iterator[MatterSource]:
    for code, rows in kept.force.items():
        in_force = in_force_by_region(rows, day=day)
        widest = next((in_force[region] for region in sorted(in_force)), None)
        if widest is not None and widest.version is not None and (code, widest.version) in kept.matters:
            yield kept.matters[code, widest.version]


def _stock(kept: Kept, day: date, organisation: Library) -> Stock:
    texts: defaultdict[Kind, dict[str, str]] = defaultdict(dict)
    uses: dict[str, tuple[str, ...]] = {}
    for part in parts_as_of(kept.parts, day):
        texts[part.kind][part.code] = part.source
        uses[f"{part.kind}:{part.code}"] = tuple(part.uses)
    for matter in _matters_as_of(kept, day):
        texts["matter"][matter.code] = matter.source
        uses[f"matter:{matter.code}"] = tuple(matter.uses)
    return Stock(texts=dict(texts), uses=uses, organisation=organisation)
