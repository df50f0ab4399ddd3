"""The parts of a merged paper, each as it stands now: the paper in somebody's hand is older."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from casework.organisation import department_names, name_in
from casework.words import Language
from database.connection import Connection
from documents.verification import STATUS_WORDS, DocumentStatus, status_on

# A part that was issued anew since then stands as its latest paper.
_PARTS = text("""
    WITH RECURSIVE latest AS (
        SELECT p.position, d.id, d.replaced_by FROM document_part p JOIN document d ON d.id = p.part_id
        WHERE p.document_id = :document
        UNION
        SELECT l.position, d.id, d.replaced_by FROM latest l JOIN document d ON d.id = l.replaced_by
    )
    SELECT d.title_zh, d.title_en, d.number, d.issuer, d.valid_to, d.state
    FROM latest l JOIN document d ON d.id = l.id WHERE l.replaced_by IS NULL ORDER BY l.position
""")


@dataclass(frozen=True, slots=True)
class VerifiedPart:
    title: str
    number: str | None
    issuer: str
    valid_to: date | None
    status: str
    status_words: str


async def parts_of(
    connection: Connection, document: UUID, *, today: date, language: Language
) -> list[VerifiedPart]:
    """Empty for a paper that is none of several results. With the engine's rights."""
    rows = (await connection.execute(_PARTS, {"document": document})).all()
    names = await department_names(connection, {row.issuer for row in rows}) if rows else {}
    return [_part(row, name_in(names, row.issuer, language), today, language) for row in rows]


def status_of(row: Row[Any], today: date) -> DocumentStatus:
    return status_on(
        today,
        valid_to=row.valid_to,
        revoked=row.state == "revoked",
        replaced=row.state == "replaced",
        suspended=row.state == "suspended",
    )


def earliest_end(parts: Sequence[VerifiedPart]) -> date | None:
    """Of the parts that are valid, when the first one ends."""
    return min((each.valid_to for each in parts if each.valid_to and each.status == "valid"), default=None)


def _part(row: Row[Any], issuer: str, today: date, language: Language) -> VerifiedPart:
    status = status_of(row, today)
    return VerifiedPart(
        title=row.title_en if language == "en" else row.title_zh,
        number=row.number,
        issuer=issuer,
        valid_to=row.valid_to,
        status=status,
        status_words=STATUS_WORDS[status].in_language(language),
    )
