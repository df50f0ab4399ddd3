"""Persons: one row and one key each; who they are is readable only with that key."""

from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from database.connection import Statement
from secrecy.envelope import new_data_key, unwrap, wrap
from secrecy.json_box import decrypt_json, encrypt_json
from secrecy.keys import MasterKeys

USUAL_LANGUAGE = "zh"
POSTAL_ADDRESS = "postal_address"

_INSERT = text("""
    INSERT INTO person (id, kind, subject, number_hash, temporary_key, ciphertext)
    VALUES (:id, :kind, :subject, :number_hash, :temporary_key, :ciphertext)
""")
_INSERT_KEY = text("INSERT INTO person_key (person_id, wrapped, kid) VALUES (:person_id, :wrapped, :kid)")
_UPDATE = text("UPDATE person SET ciphertext = :ciphertext WHERE id = :id")
_LOCK = text("SELECT 1 FROM person WHERE id = :id FOR NO KEY UPDATE")
_FIND_KEY = text("SELECT wrapped, kid FROM person_key WHERE person_id = :id")
_FIND = text("""
    SELECT p.ciphertext, k.wrapped, k.kid FROM person p LEFT JOIN person_key k ON k.person_id = p.id
    WHERE p.id = :id
""")


async def insert_person(
    connection: AsyncConnection,
    keys: MasterKeys,
    *,
    details: Mapping[str, Any],
    kind: Literal["person", "company"] = "person",
    subject: str | None = None,
    number_hash: bytes | None = None,
    temporary_key: str | None = None,
) -> UUID:
    """A new person with a key of its own; `details` is JSON such as {"name", "number", "phone"}."""
    person, data_key = uuid4(), new_data_key()
    row = {
        "id": person,
        "kind": kind,
        "subject": subject,
        "number_hash": number_hash,
        "temporary_key": temporary_key,
        "ciphertext": encrypt_json(data_key, dict(details), context=_context(person)),
    }
    await connection.execute(_INSERT, row)
    wrapped = wrap(keys, data_key, context=_context(person))
    await connection.execute(
        _INSERT_KEY, {"person_id": person, "wrapped": wrapped.wrapped, "kid": wrapped.kid}
    )
    return person


def reading_person(person: UUID) -> Statement:
    """What `find_person_details` reads."""
    return _FIND, {"id": person}


async def find_person_details(
    connection: AsyncConnection, keys: MasterKeys, *, person: UUID
) -> dict[str, Any] | None:
    """None: no such person, not visible to this identity, or erased."""
    row = (await connection.execute(*reading_person(person))).one_or_none()
    if row is None or row.ciphertext is None or row.wrapped is None:
        return None
    data_key = unwrap(keys, row.wrapped, kid=row.kid, context=_context(person))
    return decrypt_json(data_key, row.ciphertext, context=_context(person))


async def update_person_details(
    connection: AsyncConnection, keys: MasterKeys, *, person: UUID, details: Mapping[str, Any]
) -> None:
    """Nothing happens when the person's key was destroyed: what is erased stays erased."""
    data_key = await find_person_key(connection, keys, person=person)
    if data_key is not None:
        ciphertext = encrypt_json(data_key, dict(details), context=_context(person))
        await connection.execute(_UPDATE, {"id": person, "ciphertext": ciphertext})


async def keep_language(
    connection: AsyncConnection, keys: MasterKeys, *, person: UUID, language: str
) -> None:
    """In which language she is written to from now on: the one that she last used."""
    await _keep(connection, keys, person=person, name="language", value=language, usual=USUAL_LANGUAGE)


async def keep_postal_address(
    connection: AsyncConnection, keys: MasterKeys, *, person: UUID, address: str
) -> None:
    """Where papers of law reach her by mail, as she has stated it."""
    await _keep(connection, keys, person=person, name=POSTAL_ADDRESS, value=address)


async def _keep(
    connection: AsyncConnection,
    keys: MasterKeys,
    *,
    person: UUID,
    name: str,
    value: str,
    usual: str | None = None,
) -> None:
    details = await find_person_details(connection, keys, person=person)
    if details is None or details.get(name, usual) == value:
        return
    await connection.execute(_LOCK, {"id": person})
    details = await find_person_details(connection, keys, person=person) or {}
    await update_person_details(connection, keys, person=person, details={**details, name: value})


async def find_person_key(connection: AsyncConnection, keys: MasterKeys, *, person: UUID) -> bytes | None:
    """Also encrypts the person's messages. None: destroyed, or not visible to this identity."""
    row = (await connection.execute(_FIND_KEY, {"id": person})).one_or_none()
    return None if row is None else unwrap(keys, row.wrapped, kid=row.kid, context=_context(person))


def _context(person: UUID) -> bytes:
    return f"person/{person}".encode()
