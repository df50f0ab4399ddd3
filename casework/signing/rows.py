"""The rows of what is signed: of each part of a draft by whom it was asked, and how it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import text

from casework.draft_row import DraftRow
from casework.signing.content import Content
from database.connection import Connection
from secrecy.json_box import decrypt_json, encrypt_json

Standing = Literal["not_signed", "asked", "signed", "refused", "void"]

_OF_DRAFT = text("""
    SELECT id, application_id, part, signer, signer_kind, state, reason, effect_key, content_sha256,
        statement_sha256, signed_at, authority, certificate_serial, signature_sha256, ciphertext
    FROM signed_statement WHERE application_id = :application AND case_id IS NULL ORDER BY asked_at, id
""")
_FORGET_OPEN = text("""
    DELETE FROM signed_statement WHERE application_id = :application AND part = :part AND signer = :signer
        AND state <> 'signed' AND case_id IS NULL
""")
_INSERT = text("""
    INSERT INTO signed_statement (id, application_id, part, signer, signer_kind, effect_key, content_sha256,
        statement_sha256, asked_at, ciphertext)
    VALUES (:id, :application, :part, :signer, :signer_kind, :effect_key, :content_sha256,
        :statement_sha256, :now, :ciphertext)
""")
_RESEAL = text("UPDATE signed_statement SET ciphertext = :ciphertext WHERE id = :id AND case_id IS NULL")


@dataclass(frozen=True, slots=True)
class SigningRow:
    """`effect_key`: of the errand at the provider. `state` asked, signed or refused."""

    id: UUID
    application_id: UUID
    part: str
    signer: UUID
    signer_kind: str
    state: str
    reason: str | None
    effect_key: str
    content_sha256: str
    statement_sha256: str
    signed_at: datetime | None
    authority: str | None
    certificate_serial: str | None
    signature_sha256: str | None
    ciphertext: bytes


@dataclass(frozen=True, slots=True)
class SignatureStanding:
    """How one part stands for one signer. `row`: what the standing rests on, if anything."""

    standing: Standing
    row: SigningRow | None = None


NOT_SIGNED = SignatureStanding("not_signed")


async def read_signings(connection: Connection, application_id: UUID) -> tuple[SigningRow, ...]:
    """As the engine; the latest last."""
    return tuple(
        SigningRow(*row) for row in await connection.execute(_OF_DRAFT, {"application": application_id})
    )


def standing_of(rows: Sequence[SigningRow], content: Content, *, signer: UUID | None) -> SignatureStanding:
    """A signature counts for exactly the content that was signed, and as the one of who signed it."""
    own = [each for each in rows if each.part == content.part and each.signer == signer]
    same = [each for each in own if each.content_sha256 == content.sha256]
    signed = next((each for each in same if each.state == "signed"), None)
    if signed is not None:
        return SignatureStanding("signed", signed)
    if same:
        return SignatureStanding("asked" if same[-1].state == "asked" else "refused", same[-1])
    before = next((each for each in reversed(own) if each.state == "signed"), None)
    return SignatureStanding("void", before) if before else NOT_SIGNED


async def insert_signing(
    connection: Connection, draft: DraftRow, row: SigningRow, sealed: Mapping[str, Any]
) -> None:
    """In the place of whatever the signer was asked before and has not signed."""
    whose = {"application": draft.id, "part": row.part, "signer": row.signer}
    await connection.execute(_FORGET_OPEN, whose)
    values = {
        **whose,
        "id": row.id,
        "signer_kind": row.signer_kind,
        "effect_key": row.effect_key,
        "content_sha256": row.content_sha256,
        "statement_sha256": row.statement_sha256,
        "now": draft.now,
        "ciphertext": seal(draft, row.id, sealed),
    }
    await connection.execute(_INSERT, values)


async def seal_again(
    connection: Connection, draft: DraftRow, signing: UUID, sealed: Mapping[str, Any]
) -> None:
    await connection.execute(_RESEAL, {"id": signing, "ciphertext": seal(draft, signing, sealed)})


def seal(draft: DraftRow, signing: UUID, document: Mapping[str, Any]) -> bytes:
    """Under the draft's key, which is destroyed with the draft."""
    return encrypt_json(draft.key, dict(document), context=_context(signing))


def unseal(draft: DraftRow, row: SigningRow) -> dict[str, Any]:
    return decrypt_json(draft.key, row.ciphertext, context=_context(row.id))


def _context(signing: UUID) -> bytes:
    return f"signed_statement/{signing}".encode()
