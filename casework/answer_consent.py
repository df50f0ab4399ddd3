"""Whoever was asked for a consent gives or refuses it, or takes it back."""

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Row, text

from access.act import Act
from access.policy import demand
from access.resources import ConsentResource
from casework.asked_consent import (
    ASKED_CONSENT,
    allowed_answers,
    find_consent,
    plans_of,
    represent_in_consent,
    state_of,
)
from casework.consents import make_void
from casework.draft_look import look_at
from casework.draft_row import DraftRow, read_draft, update_draft
from casework.signing.content import content_of_consent
from casework.signing.rows import read_signings, standing_of
from casework.void_consents import void_what_changed
from database.session import become_engine
from forms.form_plan import ConsentPlan, Text
from matter_definitions.plan import Plan
from refusals import FieldError, Malformed, NotNow, Stale

_LOCK = text(ASKED_CONSENT + " WHERE c.id = :id FOR UPDATE OF c")
_ANSWER = text("UPDATE consent SET state = :state, answered_at = :now WHERE id = :id")
_STATES = {"give": "given", "refuse": "refused", "withdraw": "void"}
Decision = Literal["give", "refuse", "withdraw"]


class ConsentOver(NotNow):
    type = "consent-over"
    title = Text(
        zh="这项征求已经答复、过期或作废，或者申请已经提交",
        en="This question was answered, is too old or void, or what it is about was submitted",
    )


class NotSignedYet(Malformed):
    type = "not-signed-yet"
    title = Text(zh="请先用数字证书签名，再表示同意", en="Please sign with your certificate before you agree")


class ConsentChanged(Stale):
    type = "consent-changed"
    title = Text(
        zh="征求同意的内容已更新，请重新查看后再答复",
        en="What you are asked about has changed; please look at it again",
    )


@dataclass(frozen=True, slots=True)
class ConsentAnswered:
    """`application_id` is for asking departments anew; the one who answers may not open the draft."""

    id: UUID
    state: str
    application_id: UUID


async def answer_consent(
    act: Act, consent_id: UUID, *, decision: Decision, digest: str | None = None
) -> ConsentAnswered:
    """`digest`: of what the person saw. `withdraw` takes back what was given, and what departments said of
    this person since is forgotten. Raises Unknown (404), NotYours (403), ConsentOver (409), ConsentChanged
    (412) and, where the matter wants a signature, NotSignedYet (422)."""
    row = await find_consent(act, consent_id)
    await represent_in_consent(act, "consent.answer", row)
    demand(act.actor, "consent.answer", ConsentResource(person=row.person_id))
    become_engine(act.connection)
    # The draft first, as whoever asks and submits does: what was submitted cannot be answered any more.
    draft = await read_draft(act, row.application_id, lock=True)
    locked = (await act.connection.execute(_LOCK, {"id": consent_id})).one()
    if state_of(locked) == _STATES[decision] and draft.state == "draft":
        return ConsentAnswered(consent_id, locked.state, locked.application_id)
    if decision not in allowed_answers(locked, draft):
        raise ConsentOver(allowed=allowed_answers(locked, draft))
    if decision == "withdraw":
        return await _take_back(act, locked, draft)
    consent, plan = await plans_of(act, locked.code, draft)
    stands = (await look_at(act, draft)).consents.get(locked.code)
    if stands is None or stands.id != consent_id or stands.state == "void":
        raise ConsentChanged
    if digest not in (None, bytes(locked.digest).hex()):
        raise ConsentChanged
    if decision == "give":
        await _demand_signature(act, locked, draft, consent, plan)
    state = _STATES[decision]
    await act.connection.execute(_ANSWER, {"id": consent_id, "state": state, "now": locked.now})
    return ConsentAnswered(consent_id, state, locked.application_id)


async def _demand_signature(
    act: Act, row: Row[Any], draft: DraftRow, consent: ConsentPlan, plan: Plan
) -> None:
    if consent.signed_by != "certificate":
        return
    shown = draft.content.shown.get(row.code, {})
    content = content_of_consent(draft, plan, consent, consent_id=str(row.id), shown=shown)
    rows = await read_signings(act.connection, draft.id)
    if standing_of(rows, content, signer=act.actor.himself.person_id).standing != "signed":
        words = NotSignedYet.title
        raise NotSignedYet(errors=[FieldError("/signature", words.zh, words.en)])


async def _take_back(act: Act, row: Row[Any], draft: DraftRow) -> ConsentAnswered:
    await make_void(act.connection, row.id)
    consent, plan = await plans_of(act, row.code, draft)
    number = row.code.partition(".")[2]
    codes = {each.code for each in plan.form.lookups if each.consent == consent.code}
    for key in [key for key in draft.content.asked if _belongs(key, codes, number)]:
        draft.content.forget_lookup(key)
    await void_what_changed(act, await look_at(act, draft))
    await update_draft(act, draft)
    return ConsentAnswered(row.id, "void", row.application_id)


def _belongs(lookup_key: str, codes: set[str], number: str) -> bool:
    """A look-up that was made with the consent: of one of several people, his own."""
    code, _, which = lookup_key.partition(".")
    return code in codes and number in ("", which)
