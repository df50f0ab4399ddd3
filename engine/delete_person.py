"""Deleting a person lawfully (个人信息保护法 art. 47): keys are destroyed, rows and the log stay.

What was encrypted with a destroyed key is unreadable for ever, in backups too once their keys are gone.
Events hold no personal data, so the log of the person's cases still verifies.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from database.session import legal_now
from engine.chain import append_events
from engine.who import Who
from forms.form_plan import Text
from matter_definitions.consequences import Event
from refusals import NotNow, Unknown

PERSONAL_DATA_DESTROYED = "PERSONAL_DATA_DESTROYED"

_LOCK_CASES = text("""
    SELECT id, event_count, event_head, standing FROM matter_case
    WHERE applicant = :person ORDER BY id FOR NO KEY UPDATE
""")
_LOCK_PERSON = text("SELECT id FROM person WHERE id = :person FOR UPDATE")
_ADVANCE_HEAD = text("UPDATE matter_case SET event_count = :count, event_head = :head WHERE id = :case_id")

# Only of the person's own cases: of another applicant's case he merely stops being a party.
_ERASE_CASES = (
    "DELETE FROM case_key WHERE case_id = ANY(:cases)",
    "UPDATE case_material SET reference = NULL WHERE case_id = ANY(:cases)",
    "UPDATE document SET holder_masked = NULL, number = NULL WHERE case_id = ANY(:cases)",
    "UPDATE parcel SET progress = '[]' WHERE case_id = ANY(:cases)",
    "UPDATE publicity SET text_zh = '', text_en = '' WHERE case_id = ANY(:cases)",
)
_ERASE_PERSON = (
    "UPDATE matter_case SET parties = array_remove(parties, :person) WHERE parties @> ARRAY[:person]",
    "UPDATE uniqueness SET parties = array_remove(parties, :person) WHERE :person = ANY(parties)",
    """DELETE FROM application_material
        WHERE application_id IN (SELECT id FROM application WHERE owner = :person)""",
    """DELETE FROM signed_statement WHERE case_id IS NULL
        AND application_id IN (SELECT id FROM application WHERE owner = :person)""",
    """UPDATE effect SET answer = NULL, try_after = NULL, look_after = NULL,
            state = CASE WHEN state IN ('planned', 'attempted', 'awaiting') THEN 'unwanted' ELSE state END
        WHERE case_id IS NULL AND subject IN (
            SELECT 'application/' || id FROM application WHERE owner = :person)""",
    "UPDATE application SET ciphertext = '', wrapped_key = '', state = 'deleted' WHERE owner = :person",
    "UPDATE consent SET number_hash = NULL, person_id = NULL WHERE person_id = :person",
    """UPDATE authorisation SET ciphertext = '', wrapped_key = NULL, kid = NULL, agent_hash = NULL,
            ended_at = coalesce(ended_at, (SELECT now() + clock_offset FROM installation))
        WHERE :person IN (principal, agent)""",
    "DELETE FROM message WHERE person_id = :person",
    "DELETE FROM service_consent WHERE person_id = :person",
    "DELETE FROM session WHERE person_id = :person",
    "DELETE FROM company_agent WHERE person_id = :person",
    "DELETE FROM person_key WHERE person_id = :person",
    """UPDATE person SET subject = NULL, number_hash = NULL, temporary_key = NULL, ciphertext = NULL
        WHERE id = :person""",
)
_ERASE_FILES = text("""
    WITH erased AS (
        SELECT id, storage_key FROM stored_file WHERE owner = :person AND wrapped_key IS NOT NULL FOR UPDATE
    )
    UPDATE stored_file f SET wrapped_key = NULL, kid = NULL, name = ''
    FROM erased WHERE f.id = erased.id RETURNING erased.storage_key
""")


class CaseStillOpen(NotNow):
    type = "case-still-open"
    title = Text(
        zh="仍有在办事项，办结或撤回后才能删除个人信息",
        en="A matter is still open; personal data can be deleted when it has ended or was withdrawn",
    )


@dataclass(frozen=True, slots=True)
class Deleted:
    """`storage_keys`: files that nobody can read any more; the caller removes them from the store."""

    cases: int
    storage_keys: tuple[str, ...]


async def delete_person(connection: AsyncConnection, person: UUID, *, by: Who) -> Deleted:
    """As the engine, in one transaction. Raises Unknown, CaseStillOpen."""
    cases = (await connection.execute(_LOCK_CASES, {"person": person})).all()
    if (await connection.execute(_LOCK_PERSON, {"person": person})).one_or_none() is None:
        raise Unknown
    if any(case.standing == "open" for case in cases):
        raise CaseStillOpen
    now = await legal_now(connection)
    for case in cases:
        event = Event(kind=PERSONAL_DATA_DESTROYED, at=now)
        number = case.event_count + 1
        head = await append_events(connection, case.id, number, case.event_head, [(by, event)])
        await connection.execute(_ADVANCE_HEAD, {"case_id": case.id, "count": number, "head": head})
    case_ids = [case.id for case in cases]
    files = (await connection.execute(_ERASE_FILES, {"person": person})).scalars().all()
    for statement in _ERASE_CASES:
        await connection.execute(text(statement), {"cases": case_ids})
    for statement in _ERASE_PERSON:
        await connection.execute(text(statement), {"person": person})
    return Deleted(cases=len(cases), storage_keys=tuple(files))
