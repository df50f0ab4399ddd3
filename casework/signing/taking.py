"""What the provider has answered is checked and written, when the signer comes back (or just looks again).

An answer is believed only when its signature holds: over exactly the text that was fixed, by exactly the
person who was asked, with a certificate of an authority that we trust, valid and not revoked, made for this
question. Whatever else comes is refused, with the reason in words, and may be signed anew.
"""

import asyncio
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from casework.draft_row import DraftRow, read_draft
from casework.outside import BeginAct, Outside
from casework.signing.rows import SigningRow, read_signings, seal, unseal
from database.session import become_engine
from documents.sealing.signing import Signatory, SignatureFacts, SignatureWrong, read_trusted
from engine.errands import find_errand_answer
from engine.outcome import DONE, Outcome

REPLAYED = "replayed"
REFUSED = "refused"
# What the provider may say instead of a signature; any other word is a refusal.
_WORDS = frozenset({"declined", "expired", "locked"})
TOO_LATE = "not_in_time"

_SIGNED = text("""
    UPDATE signed_statement SET state = 'signed', signed_at = :now, authority = :authority,
        certificate_serial = :certificate_serial, certificate_sha256 = :certificate_sha256,
        signature_sha256 = :signature_sha256, ciphertext = :ciphertext
    WHERE id = :id AND state = 'asked'
        AND NOT EXISTS (SELECT FROM signed_statement WHERE signature_sha256 = :signature_sha256)
    RETURNING id
""")
_REFUSED = text("""
    UPDATE signed_statement SET state = 'refused', reason = :reason WHERE id = :id AND state = 'asked'
""")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came for one question, and how it was checked: facts, or the code of why not."""

    id: UUID
    sealed: dict[str, Any] = field(repr=False)
    outcome: Outcome
    facts: SignatureFacts | None = None
    reason: str | None = None


async def take_signatures(acts: BeginAct, outside: Outside, application_id: UUID) -> None:
    """Everything that has been answered for this draft. The caller has authorised whoever looks.

    Checking takes a while, and a second at the first time: no transaction is open meanwhile."""
    async with acts() as act:
        become_engine(act.connection)
        answers = await _answers(act, application_id)
    if not answers:
        return
    trusted = read_trusted(outside.settings.data_dir)
    checked = [await asyncio.to_thread(_checked, each, trusted) for each in answers]
    async with acts() as act:
        become_engine(act.connection)
        draft = await read_draft(act, application_id, lock=True)
        for each in checked:
            await _write(act, draft, each)


async def _answers(act: Act, application_id: UUID) -> list[Answer]:
    draft = await read_draft(act, application_id)
    if draft.state != "draft":
        return []
    found: list[Answer] = []
    for row in await read_signings(act.connection, application_id):
        outcome = await _outcome(act, row)
        if outcome is not None:
            found.append(Answer(row.id, unseal(draft, row), outcome))
    return found


async def _outcome(act: Act, row: SigningRow) -> Outcome | None:
    if row.state != "asked":
        return None
    return await find_errand_answer(act.engine, act.connection, row.effect_key)


def _checked(answer: Answer, trusted: Sequence[bytes]) -> Answer:
    from documents.sealing.cms import check_statement  # a second of imports, at the first signature

    outcome, sealed = answer.outcome, answer.sealed
    if outcome.word != DONE:
        reason = outcome.word if outcome.word in _WORDS else REFUSED
        reason = TOO_LATE if reason == "expired" else reason
        return Answer(answer.id, sealed, outcome, reason=reason)
    try:
        facts = check_statement(
            signature_in(outcome),
            sealed["text"].encode(),
            trusted=trusted,
            signatory=Signatory(**sealed["signer"]),
            asked_at=datetime.fromisoformat(sealed["asked_at"]),
            now=datetime.now(UTC),
        )
    except SignatureWrong as wrong:
        return Answer(answer.id, sealed, outcome, reason=wrong.reason)
    return Answer(answer.id, sealed, outcome, facts=facts)


def signature_in(outcome: Outcome) -> bytes:
    """Raises SignatureWrong."""
    try:
        return b64decode(str(outcome.data.get("signature", "")), validate=True)
    except ValueError as problem:
        raise SignatureWrong("broken") from problem


async def _write(act: Act, draft: DraftRow, answer: Answer) -> None:
    """One signature counts once: the same one sent for another question is refused."""
    facts = answer.facts
    if facts is None:
        await act.connection.execute(_REFUSED, {"id": answer.id, "reason": answer.reason})
        return
    sealed = answer.sealed | {
        "signature": answer.outcome.data["signature"],
        "signed_at": facts.signed_at.isoformat(),
    }
    values = {
        "id": answer.id,
        "now": draft.now,
        "authority": facts.authority,
        "certificate_serial": facts.certificate_serial,
        "certificate_sha256": facts.certificate_sha256,
        "signature_sha256": facts.signature_sha256,
        "ciphertext": seal(draft, answer.id, sealed),
    }
    if (await act.connection.execute(_SIGNED, values)).one_or_none() is None:
        await act.connection.execute(_REFUSED, {"id": answer.id, "reason": REPLAYED})
