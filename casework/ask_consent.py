"""The owner of a draft asks another person for his consent; he sees exactly what was laid before him."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import text

from access.act import Act
from casework.consents import ConsentRow, digest_of, element_of, make_void, plan_of, shown_now
from casework.draft_look import Look, look_at
from casework.draft_row import update_draft
from casework.finding import demand_application
from casework.save_application import open_draft
from database.queries.person_rows import USUAL_LANGUAGE, find_person_details
from engine.errands import Errand, plan_errand
from forms.form_plan import ConsentPlan, Text
from refusals import FieldError, Malformed, NotNow, Unknown
from secrecy.lookup import number_hash

MOST_A_DAY = 5  # of each person who is to be asked

_ASKED = text("SELECT count(*) FROM consent WHERE application_id = :application AND asked_at > :since")
_FIND_PERSON = text("SELECT id FROM person WHERE number_hash = :number_hash")
_INSERT = text("""
    INSERT INTO consent (id, application_id, code, subject, person_id, number_hash, state, digest, asked_at,
        expires_at)
    VALUES (:id, :application, :code, :subject, :person, :number_hash, 'asked', :digest, :now, :expires_at)
""")
# Opened by whoever holds the telephone: neither the message nor its link says who asks or who is asked.
_MESSAGE = Text(
    zh="【一件事】有人在办理“{matter}”时请您表示是否同意，请在{days}天内登录答复：{link}",
    en="Do you agree to an application for “{matter}”? Please sign in and answer within {days} days: {link}",
)


class ConsentNotNeeded(NotNow):
    type = "consent-not-needed"
    title = Text(zh="按目前的回答不需要这项同意", en="By the answers given this consent is not needed")


class ConsentGiven(NotNow):
    type = "consent-given"
    title = Text(zh="对方已经同意", en="The person has agreed already")


class AskedTooOften(NotNow):
    type = "asked-too-often"
    title = Text(
        zh="今天已多次征求意见，请明天再试",
        en="People were asked too often today; please try again tomorrow",
    )


@dataclass(frozen=True, slots=True)
class Message:
    """`step`: of the errand, so that it is sent once."""

    step: str
    link: str


@dataclass(frozen=True, slots=True)
class ConsentAsked:
    id: UUID
    code: str
    state: str
    expires_at: datetime


async def ask_consent(act: Act, application_id: UUID, code: str, *, public_url: str) -> ConsentAsked:
    """Asking again while the question is open and nothing has changed gives the same question.
    `code`: of one of several people `heirs.2`. `public_url`: where the product is reached.

    Raises Unknown (404), NotYours (403, the login is too weak), NotADraft (409), ConsentNotNeeded
    (409), ConsentGiven and AskedTooOften (409), Malformed (422, who is to be asked is not known yet).
    """
    await demand_application(act, application_id, action="consent.ask")
    seen = await look_at(act, await open_draft(act, application_id))
    consent = plan_of(seen.plan, code)
    if consent is None:
        raise Unknown
    if code not in {each.code for each in seen.draft.consents}:
        raise ConsentNotNeeded
    number = _number_of(consent, code, seen)
    last = seen.consents.get(code)
    if last is not None:
        kept = await _keep_or_void(act, seen, last, asked_of=number_hash(act.engine.keys, number))
        if kept is not None:
            return kept
    await _demand_measure(act, seen)
    asked, person = await _ask(act, seen, consent, code=code, number=number)
    message = message_to(public_url, asked.id, step=f"consent:{asked.id}")
    await tell_whom_to_ask(act, seen, consent, message, code=code, person=person)
    return asked


async def _demand_measure(act: Act, seen: Look) -> None:
    """Each question is a short message to a number that the applicant has typed, so nobody may send them
    without end. Of the whole draft, since a person in a row is replaced by another one."""
    values = {"application": seen.row.id, "since": seen.row.now - timedelta(days=1)}
    asked = (await act.connection.execute(_ASKED, values)).scalar_one()
    if asked >= MOST_A_DAY * len(seen.draft.consents):
        raise AskedTooOften


def _number_of(consent: ConsentPlan, code: str, seen: Look) -> str:
    """Whoever is asked is found by the identity number, never by a name."""
    errors: list[FieldError] = []
    for element, zh, en in (("name", "姓名", "name"), ("id_number", "身份号码", "identity number")):
        key = element_of(consent, code, element)
        if not isinstance(seen.draft.values.get(key), str):
            error = FieldError(f"/form/{key}", f"请先正确填写对方的{zh}", f"enter the person's {en} first")
            errors.append(error)
    if errors:
        raise Malformed(errors=errors)
    return str(seen.draft.values[element_of(consent, code, "id_number")])


async def _keep_or_void(act: Act, seen: Look, last: ConsentRow, *, asked_of: bytes) -> ConsentAsked | None:
    state = last.state_at(seen.row.now)
    if state not in ("asked", "given"):
        return None
    if last.number_hash != asked_of:
        await make_void(act.connection, last.id)
        return None
    if state == "given":
        raise ConsentGiven
    return ConsentAsked(last.id, last.code, state, last.expires_at)


async def _ask(
    act: Act, seen: Look, consent: ConsentPlan, *, code: str, number: str
) -> tuple[ConsentAsked, UUID | None]:
    """The person is None when nobody with this number has signed in yet."""
    hashed = number_hash(act.engine.keys, number)
    person = (await act.connection.execute(_FIND_PERSON, {"number_hash": hashed})).scalar_one_or_none()
    shown = shown_now(consent, seen.draft, code=code)
    expires_at = seen.row.now + timedelta(days=consent.expires_after_days)
    consent_id = uuid4()
    await act.connection.execute(
        _INSERT,
        {
            "id": consent_id,
            "application": seen.row.id,
            "code": code,
            "subject": consent.subject,
            "person": person,
            "number_hash": hashed,
            "digest": digest_of(consent, shown, matter=seen.row.matter),
            "now": seen.row.now,
            "expires_at": expires_at,
        },
    )
    seen.row.content.shown[code] = shown
    await update_draft(act, seen.row)
    return ConsentAsked(consent_id, code, "asked", expires_at), person


def message_to(public_url: str, consent_id: UUID, *, step: str) -> Message:
    return Message(step, f"{public_url}/consents/{consent_id}")


async def tell_whom_to_ask(
    act: Act, seen: Look, consent: ConsentPlan, message: Message, *, code: str, person: UUID | None
) -> None:
    """A short message when a number is known; he finds the question after signing in anyway."""
    phone = seen.draft.values.get(element_of(consent, code, "mobile"))
    if not isinstance(phone, str):
        return
    known = person and await find_person_details(act.connection, act.engine.keys, person=person)
    language = (known or {}).get("language", USUAL_LANGUAGE)
    words = _MESSAGE.in_language(language).format(
        matter=seen.plan.title.in_language(language), days=consent.expires_after_days, link=message.link
    )
    errand = Errand(
        subject=f"application/{seen.row.id}",
        step=message.step,
        connector="sms",
        call="sms_send",
        payload={"phone": phone, "template": "consent_asked", "text": words},
    )
    await plan_errand(act.engine, act.connection, errand)
