"""Statements that were signed with a certificate, as a case keeps them: text, content and signature.

Submitting takes them over from the draft, under the case's key, and names them in the log by their digests:
no later change of a signature or a text stays unseen (电子签名法 art. 13).
"""

from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from database.connection import Connection
from engine.case_box import CaseBox
from engine.case_change import CaseChange
from matter_definitions import events
from matter_definitions.plan import Plan

_KEEP = text("""
    UPDATE signed_statement SET case_id = :case, ciphertext = :ciphertext WHERE id = :id AND state = 'signed'
""")
_FORGET_OTHERS = text("""
    DELETE FROM signed_statement WHERE application_id = :application AND case_id IS NULL
""")
_READ = text("""
    SELECT id, part, signer_kind, statement_sha256, signature_sha256, signed_at, authority,
        certificate_serial, certificate_sha256, ciphertext
    FROM signed_statement WHERE case_id = :case ORDER BY signed_at, id
""")


@dataclass(frozen=True, slots=True)
class NewSignature:
    """A signature that a draft brings along. `document`: title, text, content (canonical JSON), signer (kind,
    name, number), signature (base64) and its time by the provider's clock."""

    id: UUID
    part: str
    statement_sha256: str
    certificate_serial: str
    signature_sha256: str
    document: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeptSignature:
    """A signature of a case. `part`: applicant, or `consent:<code>`. `signature`: detached CMS, DER."""

    id: UUID
    part: str
    signer_kind: str
    statement_sha256: str
    signature_sha256: str
    signed_at: datetime
    authority: str
    certificate_serial: str
    certificate_sha256: str
    signer: str = field(repr=False)
    text: str = field(repr=False)
    content: str = field(repr=False)
    signature: bytes = field(repr=False)


async def keep_signatures(change: CaseChange, signatures: Sequence[NewSignature]) -> None:
    """In the transaction that opens the case. What else was asked or signed for the draft is forgotten."""
    for each in signatures:
        sealed = change.box.seal_statement(each.document)
        await change.connection.execute(_KEEP, {"id": each.id, "case": change.id, "ciphertext": sealed})
        change.happened(
            events.STATEMENT_SIGNED,
            part=each.part,
            statement=str(each.id),
            sha256=each.statement_sha256,
            signature=each.signature_sha256,
            certificate=each.certificate_serial,
        )
    if _may_be_signed(change.plan):
        await change.connection.execute(_FORGET_OTHERS, {"application": change.row.application})


def _may_be_signed(plan: Plan) -> bool:
    return plan.statement is not None or any(each.signed_by == "certificate" for each in plan.form.consents)


async def read_signatures(connection: Connection, box: CaseBox, case_id: int) -> list[KeptSignature]:
    """As the engine, oldest first. Raises CaseErased after a lawful deletion."""
    return [_kept(row, box) for row in await connection.execute(_READ, {"case": case_id})]


def _kept(row: Any, box: CaseBox) -> KeptSignature:
    *named, ciphertext = row
    document = box.open_statement(ciphertext)
    return KeptSignature(
        *named,
        signer=document["signer"]["name"],
        text=document["text"],
        content=document["content"],
        signature=b64decode(document["signature"]),
    )
