"""Who a case's people are, for a letter or a message; read by the engine, never logged."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from database.queries.person_rows import POSTAL_ADDRESS, USUAL_LANGUAGE
from secrecy.envelope import unwrap
from secrecy.json_box import decrypt_json
from settings import MasterKeys

_READ = text("""
    SELECT p.kind, p.ciphertext, k.wrapped, k.kid FROM person p
    LEFT JOIN person_key k ON k.person_id = p.id WHERE p.id = :id
""")
# Whoever has agreed is a party; the last answer counts.
_PARTY = text("""
    SELECT k.person_id FROM matter_case c JOIN consent k ON k.application_id = c.application
    WHERE c.id = :case_id AND k.subject = :subject AND k.state = 'given' AND k.person_id = ANY(c.parties)
    ORDER BY k.answered_at DESC LIMIT 1
""")


@dataclass(frozen=True, slots=True)
class Recipient:
    """`key` encrypts what is kept for this person. `phone` in E.164; `language` zh or en. `address`:
    where she has said that papers of law reach her by mail."""

    person: UUID
    key: bytes
    name: str
    phone: str | None
    mail: str | None
    language: str
    is_company: bool
    address: str | None = None


async def find_party(connection: AsyncConnection, case_id: int, *, subject: str) -> UUID | None:
    """The person whose consent, as `subject` of the form, the case rests on; None when there is none."""
    row = {"case_id": case_id, "subject": subject}
    return (await connection.execute(_PARTY, row)).scalar_one_or_none()


async def find_recipient(connection: AsyncConnection, person: UUID, *, keys: MasterKeys) -> Recipient | None:
    """None when the person was lawfully deleted."""
    row = (await connection.execute(_READ, {"id": person})).one_or_none()
    if row is None or row.ciphertext is None or row.wrapped is None:
        return None
    context = f"person/{person}".encode()
    key = unwrap(keys, row.wrapped, kid=row.kid, context=context)
    data = decrypt_json(key, row.ciphertext, context=context)
    return Recipient(
        person=person,
        key=key,
        name=data["name"],
        phone=data.get("phone"),
        mail=data.get("email"),
        language=data.get("language", USUAL_LANGUAGE),
        is_company=row.kind == "company",
        address=data.get(POSTAL_ADDRESS),
    )
