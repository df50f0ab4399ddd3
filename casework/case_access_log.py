"""Who has read the applicant's data, when, and what for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from casework.cursors import After, moment_and_id
from casework.finding import find_case
from casework.words import Language, state_words
from database.session import become_engine

_READ = text("""
    SELECT l.id, l.at, l.actor, l.actor_kind, l.purpose, l.route, l.fields, l.authorisation, o.department,
        d.name_zh, d.name_en
    FROM access_log l
    LEFT JOIN officer o ON o.id::text = l.actor
    LEFT JOIN department d ON d.code = o.department
    WHERE (l.case_id = :case OR l.application_id = (SELECT application FROM matter_case WHERE id = :case))
        AND (CAST(:before AS timestamptz) IS NULL OR (l.at, l.id) < (:before, CAST(:id AS uuid)))
    ORDER BY l.at DESC, l.id DESC LIMIT :limit
""")


@dataclass(frozen=True, slots=True)
class AccessEntry:
    """`who`: the department, or the role; never a person's name. `reason`: the reader's own words.
    `authorisation`: by which an agent read it for the applicant."""

    id: UUID
    at: datetime
    who: str
    role: str
    department: str | None
    purpose: str
    purpose_words: str
    reason: str | None
    fields: list[str]
    authorisation: UUID | None = None


async def case_access_log(
    act: Act, case_no: str, *, limit: int, after: After = (), language: Language = "zh"
) -> list[AccessEntry]:
    """The latest first. Raises Unknown (404), NotYours (403)."""
    found = await find_case(act, case_no, action="case.read_access_log")
    # A party sees also what was looked up of the other party for this case.
    become_engine(act.connection)
    before, last = moment_and_id(after) or (None, None)
    values = {"case": found.id, "before": before, "id": last, "limit": limit}
    rows = await act.connection.execute(_READ, values)
    entries: list[AccessEntry] = []
    for row in rows:
        role = "agent" if row.authorisation else row.actor_kind
        name = row.name_en if language == "en" else row.name_zh
        _, colon, reason = row.purpose.partition(": ")
        entries.append(
            AccessEntry(
                id=row.id,
                at=row.at,
                who=name or _who(role, row.actor, language=language),
                role=role,
                department=row.department,
                purpose=row.route,
                purpose_words=state_words("purpose", row.route, language=language),
                reason=reason if colon else None,
                fields=list(row.fields),
                authorisation=row.authorisation,
            )
        )
    return entries


def _who(kind: str, actor: str | None, *, language: Language) -> str:
    """A department's system is named by its connector; a person by her role alone."""
    if kind == "department" and actor:
        return state_words("connector", actor, language=language)
    return state_words("role", kind, language=language)
