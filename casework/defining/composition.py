"""Which versions a published matter was built of: what held, of all that it uses, when its plan was made.

Nothing of this is kept: the book says when each version was published and retired and from which day, so it
is read out of the book, for what was published long ago as well.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, text

from casework.words import Language
from database.connection import Connection
from engine.definition_rows import Version
from forms.form_plan import Text
from matter_definitions.sources import Kind

_BUILT = text("""
    SELECT at, CAST(data ->> 'from' AS date) AS day FROM definition_event
    WHERE kind = :kind AND code = :code AND version = :version AND act IN ('published', 'republished')
    ORDER BY id DESC LIMIT 1
""")
# As `engine/catalogue.py` chooses, with what was known at that moment: a retirement that was decided later
# did not count yet.
_HELD = text("""
    WITH known AS (
        SELECT d.kind, d.code, d.version, d.uses, d.title_zh, d.title_en, d.effective_from, (
            SELECT d.retired_from FROM definition_event e
            WHERE e.kind = d.kind AND e.code = d.code AND e.version = d.version AND e.act = 'retired'
                AND e.at < :at) AS retired_from
        FROM definition d
        WHERE d.kind <> 'matter' AND d.published_at <= :at AND d.effective_from <= :day)
    SELECT DISTINCT ON (kind, code) kind, code, version, uses, title_zh, title_en, retired_from FROM known
    WHERE retired_from IS NULL OR retired_from >= effective_from
    ORDER BY kind, code, effective_from DESC, version DESC
""")


@dataclass(frozen=True, slots=True)
class PartLine:
    """One version that went into a matter."""

    kind: Kind
    code: str
    version: int
    title: str


@dataclass(frozen=True, slots=True)
class Composition:
    """`day`: as of which everything was put together. `parts`: the items first, then what they use."""

    day: date
    parts: list[PartLine]


async def composition_of(
    connection: Connection, matter: Version, *, language: Language
) -> Composition | None:
    """None: it was never published."""
    built = (await connection.execute(_BUILT, matter.ref.row)).one_or_none()
    if built is None:
        return None
    rows = await connection.execute(_HELD, {"at": built.at, "day": built.day})
    held = {
        f"{row.kind}:{row.code}": row
        for row in rows
        if row.retired_from is None or row.retired_from > built.day
    }
    parts = [
        PartLine(row.kind, row.code, row.version, Text(row.title_zh, row.title_en).in_language(language))
        for row in _reached(matter.uses, held)
    ]
    return Composition(built.day, sorted(parts, key=lambda each: (each.kind != "item", each.kind, each.code)))


def _reached(uses: Sequence[str], held: Mapping[str, Row[Any]]) -> Iterator[Row[Any]]:
    """What is named, and what that names in turn, each once."""
    seen, open_names = set[str](), list(uses)
    while open_names:
        name = open_names.pop()
        if name in held and name not in seen:
            seen.add(name)
            open_names += held[name].uses
            yield held[name]
