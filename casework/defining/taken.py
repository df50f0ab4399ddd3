"""What became of a package that was taken: its drafts, by the digest of the archive."""

from dataclasses import dataclass

from sqlalchemy import text

from access.act import Act
from access.policy import demand
from casework.words import Language
from database.session import become_engine
from engine.definition_rows import State
from forms.form_plan import Text
from matter_definitions.sources import Kind
from refusals import Unknown

# A draft that was thrown away since has no row any more.
_TAKEN = text("""
    SELECT d.kind, d.code, d.version, d.state, d.title_zh, d.title_en
    FROM definition_event e
    JOIN definition d ON d.kind = e.kind AND d.code = e.code AND d.version = e.version
    WHERE e.act = 'created' AND e.data->>'package_sha256' = :digest ORDER BY e.id
""")


@dataclass(frozen=True, slots=True)
class DraftTaken:
    kind: Kind
    code: str
    version: int
    state: State
    title: str


async def drafts_of_package(act: Act, digest: str, *, language: Language = "zh") -> list[DraftTaken]:
    """`digest`: SHA-256 of the archive, hexadecimal. In the order of the package. Raises Unknown (404)."""
    demand(act.actor, "definition.read")
    become_engine(act.connection)
    rows = (await act.connection.execute(_TAKEN, {"digest": digest})).all()
    if not rows:
        raise Unknown
    return [
        DraftTaken(
            row.kind,
            row.code,
            row.version,
            row.state,
            Text(row.title_zh, row.title_en).in_language(language),
        )
        for row in rows
    ]
