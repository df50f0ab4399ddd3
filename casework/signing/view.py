"""What is to be signed and how it stands, as the signer sees it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from access.act import Act
from access.policy import demand
from access.resources import ConsentResource
from casework.asked_consent import find_consent
from casework.consents import fields_seen
from casework.draft_in_force import read_draft_in_force
from casework.draft_look import look_at
from casework.draft_row import DraftRow, known_by_sign_in
from casework.finding import demand_application
from casework.organisation import list_regions
from casework.outside import BeginAct, Outside
from casework.signing.asking import find_signatory
from casework.signing.consents import NoSignatureWanted, demand_signable
from casework.signing.content import text_of_consent, text_of_draft
from casework.signing.looking import POINTER
from casework.signing.rows import SignatureStanding, read_signings, standing_of, unseal
from casework.signing.taking import take_signatures
from casework.words import Language, state_words
from database.session import become_engine
from documents.sealing.signing import Signatory


@dataclass(frozen=True, slots=True)
class SigningView:
    """`state`: not_signed, asked, signed, refused (`reason_words` says why) or void (something has changed
    since). `statement`: the very text; `statement_sha256` (hex) of its UTF-8 bytes. `page`: the provider's,
    while it is asked. `can_sign`: everything else is in order."""

    required: bool
    state: str
    state_words: str
    reason_words: str | None
    signer_kind: str
    statement: str
    statement_sha256: str
    can_sign: bool
    page: str | None
    signed_at: datetime | None
    certificate_serial: str | None
    authority: str | None


async def look_at_application_signing(
    acts: BeginAct, outside: Outside, application_id: UUID, *, language: Language = "zh"
) -> SigningView:
    """Takes first what the provider has answered. Raises Unknown (404), NotYours (403), NoSignatureWanted
    and SignerUnknown (409)."""
    async with acts() as act:
        await demand_application(act, application_id, action="application.read")
    await take_signatures(acts, outside, application_id)
    async with acts() as act:
        return await application_signing(act, application_id, language=language)


async def look_at_consent_signing(
    acts: BeginAct, outside: Outside, consent_id: UUID, *, language: Language = "zh"
) -> SigningView:
    """As above, for whoever was asked to agree."""
    async with acts() as act:
        row = await find_consent(act, consent_id)
        demand(act.actor, "consent.read", ConsentResource(person=row.person_id))
    await take_signatures(acts, outside, row.application_id)
    async with acts() as act:
        return await consent_signing(act, consent_id, language=language)


async def application_signing(act: Act, application_id: UUID, *, language: Language = "zh") -> SigningView:
    await demand_application(act, application_id, action="application.read")
    signatory = await find_signatory(act)
    become_engine(act.connection)
    row = await read_draft_in_force(act, application_id)
    plan = await act.engine.plans.get(act.connection, row.plan)
    row.content.prefilled |= await known_by_sign_in(act, plan, at=row.now)
    seen = await look_at(act, row)
    if seen.statement is None:
        raise NoSignatureWanted
    regions = dict(await list_regions(act.connection))
    words = text_of_draft(seen.statement.content, plan, seen.draft, signatory=signatory, regions=regions)
    return _view(
        row,
        seen.statement.signature,
        words,
        signatory,
        required=seen.statement.required,
        can_sign=all(each.pointer == POINTER for each in seen.problems),
        language=language,
    )


async def consent_signing(act: Act, consent_id: UUID, *, language: Language = "zh") -> SigningView:
    found = await demand_signable(act, consent_id, action="consent.read", lock=False)
    signatory = await find_signatory(act)
    seen = await look_at(act, found.draft)
    words = text_of_consent(
        found.content,
        found.plan,
        found.consent,
        fields=fields_seen(found.consent, seen.draft, code=found.code),
        signatory=signatory,
        regions=dict(await list_regions(act.connection)),
    )
    rows = await read_signings(act.connection, found.draft.id)
    standing = standing_of(rows, found.content, signer=act.actor.himself.person_id)
    can_sign = "give" in found.allowed
    return _view(found.draft, standing, words, signatory, required=True, can_sign=can_sign, language=language)


def _view(
    draft: DraftRow,
    signature: SignatureStanding,
    words: str,
    signatory: Signatory,
    *,
    required: bool,
    can_sign: bool,
    language: Language,
) -> SigningView:
    """What was fixed is shown as it was fixed; what is not signed yet as it would be now."""
    row, state = signature.row, signature.standing
    fixed: dict[str, Any] = unseal(draft, row) if row and state in ("asked", "signed") else {}
    statement = fixed.get("text", words)
    reason = row.reason if row and state == "refused" else None
    signed = row if state == "signed" else None
    return SigningView(
        required=required,
        state=state,
        state_words=state_words("signature", state, language=language),
        reason_words=state_words("signature_reason", reason, language=language) if reason else None,
        signer_kind=signatory.kind,
        statement=statement,
        statement_sha256=hashlib.sha256(statement.encode()).hexdigest(),
        can_sign=can_sign and state != "signed",
        page=fixed.get("page") if state == "asked" else None,
        signed_at=signed.signed_at if signed else None,
        certificate_serial=signed.certificate_serial if signed else None,
        authority=signed.authority if signed else None,
    )
