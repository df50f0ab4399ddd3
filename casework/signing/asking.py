"""Somebody is asked to sign: what is signed is fixed first, then the provider is told, then he goes there.

The request is an errand with a key of its own, so a crash leaves it to the worker, and the page asks the
provider by the same key for the same request. The provider's answer comes back to the errand and is taken
when the signer returns (`taking`).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from access.act import Act
from access.actor import level_of
from access.policy import demand_level, demand_scope
from casework.access_records import record_access
from casework.answer_consent import ConsentOver
from casework.consents import fields_seen
from casework.draft_look import Look, look_at
from casework.draft_row import DraftRow, known_by_sign_in, read_draft
from casework.finding import demand_application
from casework.organisation import list_regions
from casework.outside import BeginAct, Outside
from casework.save_application import open_draft
from casework.signing.consents import NoSignatureWanted, demand_signable
from casework.signing.content import Content, text_of_consent, text_of_draft
from casework.signing.looking import POINTER
from casework.signing.rows import SigningRow, insert_signing, read_signings, seal_again, standing_of, unseal
from casework.submit_application import NotComplete
from database.queries.person_rows import find_person_details
from database.session import become_engine
from departments.contract import DepartmentNonsense, DepartmentUnavailable
from departments.signing_provider import CALL, CONNECTOR, ContractSigningProvider, payload_of
from documents.sealing.signing import Signatory, StatementToSign
from engine.errands import Errand, key_of_errand, plan_errand
from forms.form_plan import Text
from refusals import Busy, FieldError, NotNow

LIMIT_SECONDS = 5.0


class SignedAlready(NotNow):
    type = "signed-already"
    title = Text(zh="已经签名，内容没有变更", en="This was signed already, and nothing has changed since")


class SigningUnavailable(Busy):
    type = "signing-unavailable"
    title = Text(
        zh="签名服务暂时无法使用，请稍后再试", en="The signing service is not available now; please try again"
    )


class SignerUnknown(NotNow):
    type = "signer-unknown"
    title = Text(
        zh="登录信息中没有您的姓名和号码，无法签名",
        en="Your sign-in does not say your name and number, so you cannot sign",
    )


@dataclass(frozen=True, slots=True)
class AskedToSign:
    """`statement` goes to the provider as it is."""

    id: UUID
    application_id: UUID
    statement: StatementToSign


async def ask_to_sign_application(act: Act, application_id: UUID, *, public_url: str) -> AskedToSign:
    """Everything else has to be in order first. Raises Unknown (404), NotYours (403), NotADraft (409),
    NoSignatureWanted, SignedAlready, SignerUnknown (409) and NotComplete (422)."""
    await demand_application(act, application_id, action="application.sign")
    signatory = await find_signatory(act)
    row = await open_draft(act, application_id)
    plan = await act.engine.plans.get(act.connection, row.plan)
    demand_level(act.actor, level_of(plan.assurance))
    # As submitting will see it, so that signing first does not void itself.
    row.content.prefilled |= await known_by_sign_in(act, plan, at=row.now)
    seen = await look_at(act, row)
    if seen.statement is None:
        raise NoSignatureWanted
    others = [each for each in seen.problems if each.pointer != POINTER]
    if others:
        raise NotComplete(errors=[FieldError(each.pointer, each.zh, each.en) for each in others])
    words = text_of_draft(
        seen.statement.content,
        plan,
        seen.draft,
        signatory=signatory,
        regions=dict(await list_regions(act.connection)),
    )
    back = f"{public_url}/applications/{application_id}/sign"
    return await _ask(act, seen, seen.statement.content, words, signatory=signatory, return_url=back)


async def ask_to_sign_consent(act: Act, consent_id: UUID, *, public_url: str) -> AskedToSign:
    """Raises Unknown (404), NotYours (403), ConsentOver (409) and as above."""
    found = await demand_signable(act, consent_id)
    signatory = await find_signatory(act)
    if "give" not in found.allowed:
        raise ConsentOver(allowed=found.allowed)
    seen = await look_at(act, found.draft)
    words = text_of_consent(
        found.content,
        seen.plan,
        found.consent,
        fields=fields_seen(found.consent, seen.draft, code=found.code),
        signatory=signatory,
        regions=dict(await list_regions(act.connection)),
    )
    back = f"{public_url}/consents/{consent_id}"
    return await _ask(act, seen, found.content, words, signatory=signatory, return_url=back)


async def send_to_provider(acts: BeginAct, outside: Outside, asked: AskedToSign) -> str | None:
    """The provider's page, which is kept for whoever comes back to it; None when it has answered already.

    Raises Busy (503) when the provider cannot be reached; the worker goes on telling it."""
    connector = outside.connectors[CONNECTOR]
    callback_url = f"{outside.settings.public_url}/api/v1/callbacks/{CONNECTOR}"
    provider = ContractSigningProvider(connector, callback_url=callback_url)
    try:
        page = await provider.begin(asked.statement, seconds=LIMIT_SECONDS)
    except (DepartmentUnavailable, DepartmentNonsense) as problem:
        raise SigningUnavailable from problem
    if page is not None:
        await _keep_page(acts, asked, page)
    return page


async def _keep_page(acts: BeginAct, asked: AskedToSign, page: str) -> None:
    async with acts() as act:
        become_engine(act.connection)
        draft = await read_draft(act, asked.application_id, lock=True)
        rows = await read_signings(act.connection, asked.application_id)
        row = next((each for each in rows if each.id == asked.id and each.state == "asked"), None)
        if row is not None:
            await seal_again(act.connection, draft, row.id, unseal(draft, row) | {"page": page})


async def find_signatory(act: Act) -> Signatory:
    """Whoever sits there signs, also when he acts for somebody else. With his own rights."""
    person = act.actor.himself.person_id
    details = person and await find_person_details(act.connection, act.engine.keys, person=person)
    if not details or not details.get("name") or not details.get("number"):
        raise SignerUnknown
    kind = "company" if details.get("kind") == "company" else "person"
    return Signatory(kind, details["name"], details["number"])


async def _ask(
    act: Act, seen: Look, content: Content, words: str, *, signatory: Signatory, return_url: str
) -> AskedToSign:
    """The same question while it is open, a new one otherwise."""
    draft, signer = seen.row, act.actor.himself.person_id
    demand_scope(act.actor, "sign", matter=draft.matter)
    assert signer is not None, "who has a name and a number here has a row"
    rows = await read_signings(act.connection, draft.id)
    known = standing_of(rows, content, signer=signer)
    if known.standing == "signed":
        raise SignedAlready
    if known.standing == "asked" and known.row is not None:
        return AskedToSign(known.row.id, draft.id, _statement(draft, known.row.id, unseal(draft, known.row)))
    signing = uuid4()
    sealed = _sealed(seen, content, words, signatory=signatory, return_url=return_url)
    statement = _statement(draft, signing, sealed)
    row = SigningRow(
        id=signing,
        application_id=draft.id,
        part=content.part,
        signer=signer,
        signer_kind=signatory.kind,
        state="asked",
        reason=None,
        effect_key=statement.key,
        content_sha256=content.sha256,
        statement_sha256=hashlib.sha256(statement.text).hexdigest(),
        signed_at=None,
        authority=None,
        certificate_serial=None,
        signature_sha256=None,
        ciphertext=b"",
    )
    await insert_signing(act.connection, draft, row, sealed)
    await plan_errand(act.engine, act.connection, _errand(draft, signing, payload_of(statement)))
    await record_access(act, "statement_sent", person_id=signer, application=draft.id, fields=[content.part])
    return AskedToSign(signing, draft.id, statement)


def _sealed(
    seen: Look, content: Content, words: str, *, signatory: Signatory, return_url: str
) -> dict[str, Any]:
    """What is fixed now. `asked_at` in real time: the provider's clock is compared with it."""
    return {
        "title": seen.plan.title.zh,
        "text": words,
        "content": content.canonical.decode(),
        "signer": {"kind": signatory.kind, "name": signatory.name, "number": signatory.number},
        "return_url": return_url,
        "asked_at": datetime.now(UTC).isoformat(),
    }


def _statement(draft: DraftRow, signing: UUID, sealed: Mapping[str, Any]) -> StatementToSign:
    errand = _errand(draft, signing, {})
    return StatementToSign(
        key=key_of_errand(errand),
        purpose=errand.subject,
        title=sealed["title"],
        text=sealed["text"].encode(),
        signatory=Signatory(**sealed["signer"]),
        return_url=sealed["return_url"],
    )


def _errand(draft: DraftRow, signing: UUID, payload: dict[str, object]) -> Errand:
    return Errand(
        subject=f"application/{draft.id}",
        step=f"sign:{signing}",
        connector=CONNECTOR,
        call=CALL,
        payload=payload,
    )
