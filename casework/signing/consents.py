"""A consent that is given with a signature: found for whoever was asked, with what he would sign."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from access.act import Act
from access.policy import Action, demand
from access.resources import ConsentResource
from casework.asked_consent import allowed_answers, find_consent, plans_of
from casework.draft_row import DraftRow, read_draft
from casework.signing.content import Content, content_of_consent
from database.session import become_engine
from forms.form_plan import ConsentPlan, Text
from matter_definitions.plan import Plan
from refusals import NotNow


class NoSignatureWanted(NotNow):
    type = "not-to-be-signed"
    title = Text(zh="这里不需要数字证书签名", en="No signature with a certificate is wanted here")


@dataclass(frozen=True, slots=True)
class SignableConsent:
    """`allowed`: the answers that may be given now. `code`: of one of several people `heirs.2`."""

    code: str
    draft: DraftRow = field(repr=False)
    plan: Plan
    consent: ConsentPlan
    content: Content
    allowed: Sequence[str]


async def demand_signable(
    act: Act, consent_id: UUID, *, action: Action = "consent.answer", lock: bool = True
) -> SignableConsent:
    """With the engine's rights from here on. Raises Unknown (404), NotYours (403) and NoSignatureWanted."""
    row = await find_consent(act, consent_id)
    demand(act.actor, action, ConsentResource(person=row.person_id))
    become_engine(act.connection)
    draft = await read_draft(act, row.application_id, lock=lock)
    consent, plan = await plans_of(act, row.code, draft)
    if consent.signed_by != "certificate":
        raise NoSignatureWanted
    shown = draft.content.shown.get(row.code, {})
    content = content_of_consent(draft, plan, consent, consent_id=str(consent_id), shown=shown)
    return SignableConsent(row.code, draft, plan, consent, content, allowed_answers(row, draft))
