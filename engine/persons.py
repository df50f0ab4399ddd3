"""Who a case's applicant is, for a letter or a message; read by the engine, never logged."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from secrecy.envelope import unwrap
from secrecy.json_box import decrypt_json
from settings import MasterKeys

_READ = text("""
    SELECT p.kind, p.ciphertext, k.wrapped, k.kid FROM person p
    LEFT JOIN person_key k ON k.person_id = p.id WHERE p.id = :id
""")


@dataclass(frozen=True, slots=True)
class Recipient:
    """`key` encrypts what is kept for this person. `phone` in E.164."""

    person: UUID
    key: bytes
    name: str
    phone: str | None
    mail: str | None
    is_company: bool


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
        mail=data.get("mail"),
        is_company=row.kind == "company",
    )
