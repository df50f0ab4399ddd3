"""The owner of a draft asks another person for his consent; he sees exactly what was laid before him."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import text

from access.act import Act
from casework.consents import ConsentRow, digest_of, has_changed, make_void, plan_of, shown_now
from casework.draft_look import Look, look_at
from casework.draft_row import update_draft
from casework.finding import demand_application
from casework.save_application import open_draft
from engine.errands import Errand, plan_errand
from forms.form_plan import ConsentPlan, Text
from refusals import FieldError, Malformed, NotNow, Unknown
from secrecy.lookup import number_hash

_FIND_PERSON = text("SELECT id FROM person WHERE number_hash = :number_hash")
_INSERT = text("""
    INSERT INTO consent (id, application_id, code, subject, person_id, number_hash, state, digest, asked_at,
        expires_at)
    VALUES (:id, :application, :code, :subject, :person, :number_hash, 'asked', :digest, :now, :expires_at)
""")
_MESSAGE = "有人在办理“{matter}”时请您表示是否同意，请在 {days} 天内登录查看并答复。"


class ConsentNotNeeded(NotNow):
    type = "consent-not-needed"
    title = Text(zh="按目前的回答不需要这项同意", en="By the answers given this consent is not needed")


class ConsentGiven(NotNow):
    type = "consent-given"
    title = Text(zh="对方已经同意", en="The person has agreed already")


@dataclass(frozen=True, slots=True)
class ConsentAsked:
    id: UUID
    code: str
    state: str
    expires_at: datetime


async def ask_consent(act: Act, application_id: UUID, code: str) -> ConsentAsked:
    """Asking again while the question is open and nothing has changed gives the same question.

    Raises Unknown (404), NotADraft (409), ConsentNotNeeded (409), ConsentGiven (409), Malformed (422, who is
    to be asked is not known yet).
    """
    await demand_application(act, application_id, action="application.change")
    seen = await look_at(act, await open_draft(act, application_id))
    consent = plan_of(seen.plan, code)
    if consent is None:
        raise Unknown
    if code not in {each.code for each in seen.draft.consents}:
        raise ConsentNotNeeded
    number = _number_of(consent, seen)
    last = seen.consents.get(code)
    if last is not None:
        kept = await _keep_or_void(act, seen, last, asked_of=number_hash(act.engine.keys, number))
        if kept is not None:
            return kept
    return await _ask(act, seen, consent, number=number)


def _number_of(consent: ConsentPlan, seen: Look) -> str:
    """Whoever is asked is found by the identity number, never by a name."""
    errors: list[FieldError] = []
    for element, zh, en in (("name", "姓名", "name"), ("id_number", "身份号码", "identity number")):
        key = f"{consent.subject}.{element}"
        if not isinstance(seen.draft.values.get(key), str):
            error = FieldError(f"/form/{key}", f"请先正确填写对方的{zh}", f"enter the person's {en} first")
            errors.append(error)
    if errors:
        raise Malformed(errors=errors)
    return str(seen.draft.values[f"{consent.subject}.id_number"])


async def _keep_or_void(act: Act, seen: Look, last: ConsentRow, *, asked_of: bytes) -> ConsentAsked | None:
    state = last.state_at(seen.row.now)
    if state not in ("asked", "given"):
        return None
    changed = has_changed(seen.row.content.shown.get(last.code, {}), seen.draft)
    if changed or last.number_hash != asked_of:
        await make_void(act.connection, last.id)
        return None
    if state == "given":
        raise ConsentGiven
    return ConsentAsked(last.id, last.code, state, last.expires_at)


async def _ask(act: Act, seen: Look, consent: ConsentPlan, *, number: str) -> ConsentAsked:
    hashed = number_hash(act.engine.keys, number)
    person = (await act.connection.execute(_FIND_PERSON, {"number_hash": hashed})).scalar_one_or_none()
    shown = shown_now(consent, seen.draft)
    expires_at = seen.row.now + timedelta(days=consent.expires_after_days)
    consent_id = uuid4()
    await act.connection.execute(
        _INSERT,
        {
            "id": consent_id,
            "application": seen.row.id,
            "code": consent.code,
            "subject": consent.subject,
            "person": person,
            "number_hash": hashed,
            "digest": digest_of(consent, shown, matter=seen.row.matter),
            "now": seen.row.now,
            "expires_at": expires_at,
        },
    )
    await _tell(act, seen, consent, consent_id)
    seen.row.content.shown[consent.code] = shown
    await update_draft(act, seen.row)
    return ConsentAsked(consent_id, consent.code, "asked", expires_at)


async def _tell(act: Act, seen: Look, consent: ConsentPlan, consent_id: UUID) -> None:
    """A short message when a number is known; he finds the question after signing in anyway."""
    phone = seen.draft.values.get(f"{consent.subject}.mobile")
    if not isinstance(phone, str):
        return
    words = _MESSAGE.format(matter=seen.plan.title.zh, days=consent.expires_after_days)
    errand = Errand(
        subject=f"application/{seen.row.id}",
        step=f"consent:{consent_id}",
        connector="sms",
        call="sms_send",
        payload={"phone": phone, "template": "consent_asked", "text": words},
    )
    await plan_errand(act.engine, act.connection, errand)
