"""Whoever was asked for a consent sees what it is about, and gives or refuses it."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Row, text

from access.act import Act
from access.policy import Action, can, demand
from access.representing import represent
from access.resources import ConsentResource
from casework.access_records import record_access
from casework.consents import digest_of, make_void, plan_of
from casework.draft_row import DraftRow, read_draft, update_draft
from casework.form_words import OptionOut, options_out
from casework.signing.content import content_of_consent
from casework.signing.rows import read_signings, standing_of
from casework.words import Language, state_words
from database.queries.person_rows import find_person_details
from database.session import become_engine
from forms.facts import base_key_of
from forms.form_plan import ConsentPlan, FormPlan, Text
from forms.values.masking import mask_name
from matter_definitions.plan import Plan
from refusals import FieldError, Malformed, NotNow, Stale, Unknown

_COLUMNS = """
    SELECT c.id, c.application_id, c.code, c.person_id, c.state, c.digest, c.asked_at, c.expires_at,
        c.answered_at, now() + i.clock_offset AS now
    FROM consent c CROSS JOIN installation i
"""
_FIND = text(_COLUMNS + " WHERE c.id = :id")
_LOCK = text(_COLUMNS + " WHERE c.id = :id FOR UPDATE OF c")
_MINE = text(_COLUMNS + " WHERE c.person_id = :person ORDER BY c.asked_at DESC, c.id")
_OPEN = text(
    _COLUMNS
    + """ WHERE c.person_id = :person AND c.state = 'asked'
    AND c.expires_at > now() + i.clock_offset LIMIT 1"""
)
_ANSWER = text("UPDATE consent SET state = :state, answered_at = :now WHERE id = :id")
_STATES = {"give": "given", "refuse": "refused", "withdraw": "void"}
# By state of the question, while the draft is one: a consent may be taken back as freely as it was given
# (个人信息保护法 art. 15).
_ALLOWED = {"asked": ["give", "refuse"], "given": ["withdraw"]}

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
class ShownValue:
    """`group`: whose it is; `options`: the words of a code; `type` says how a value is read."""

    key: str
    group: str
    title: str
    type: str
    options: list[OptionOut]
    value: Any


@dataclass(frozen=True, slots=True)
class ConsentView:
    """`shows`: exactly what is agreed to; `digest` (hex) is of that, in both languages. `signed_by`
    certificate: agreeing takes a signature first."""

    id: UUID
    code: str
    matter: str
    matter_title: str
    title: str
    statement: str
    asked_by: str
    shows: list[ShownValue]
    digest: str
    state: str
    state_words: str
    asked_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    allowed: list[str]
    signed_by: str = "confirm"


@dataclass(frozen=True, slots=True)
class ConsentAnswered:
    """`application_id` is for asking departments anew; the one who answers may not open the draft."""

    id: UUID
    state: str
    application_id: UUID


async def my_consents(act: Act, *, language: Language = "zh") -> list[ConsentView]:
    """What the person was asked, the latest first; nothing while he acts for somebody without signing."""
    if act.actor.agency is not None and not can(act.actor, "consent.read").allowed:
        return []
    demand(act.actor, "consent.read")
    rows = (await act.connection.execute(_MINE, {"person": act.actor.person_id})).all()
    become_engine(act.connection)
    views: list[ConsentView] = []
    for row in rows:
        with suppress(Unknown):  # the draft was thrown away
            views.append(await _view(act, row, language=language))
    return views


async def has_open_consent(act: Act) -> bool:
    """Somebody waits for the person's answer."""
    if act.actor.agency is not None and not can(act.actor, "consent.read").allowed:
        return False
    demand(act.actor, "consent.read")
    return (await act.connection.execute(_OPEN, {"person": act.actor.person_id})).first() is not None


async def consent_view(act: Act, consent_id: UUID, *, language: Language = "zh") -> ConsentView:
    """Raises Unknown (404), also for what somebody else was asked."""
    row = await find_consent(act, consent_id)
    await _represent(act, "consent.read", row)
    demand(act.actor, "consent.read", ConsentResource(person=row.person_id))
    become_engine(act.connection)
    return await _view(act, row, language=language)


async def answer_consent(
    act: Act, consent_id: UUID, *, decision: Decision, digest: str | None = None
) -> ConsentAnswered:
    """`digest`: of what the person saw. `withdraw` takes back what was given, and what departments said of
    this person since is forgotten. Raises Unknown (404), NotYours (403), ConsentOver (409), ConsentChanged
    (412) and, where the matter wants a signature, NotSignedYet (422)."""
    row = await find_consent(act, consent_id)
    await _represent(act, "consent.answer", row)
    demand(act.actor, "consent.answer", ConsentResource(person=row.person_id))
    become_engine(act.connection)
    # The draft first, as whoever asks and submits does: what was submitted cannot be answered any more.
    draft = await read_draft(act, row.application_id, lock=True)
    locked = (await act.connection.execute(_LOCK, {"id": consent_id})).one()
    if _state(locked) == _STATES[decision] and draft.state == "draft":
        return ConsentAnswered(consent_id, locked.state, locked.application_id)
    if decision not in allowed_answers(locked, draft):
        raise ConsentOver(allowed=allowed_answers(locked, draft))
    if decision == "withdraw":
        return await _take_back(act, locked, draft)
    consent, plan = await plans_of(act, locked.code, draft)
    shown = draft.content.shown.get(locked.code, {})
    same = bytes(locked.digest) == digest_of(consent, shown, matter=plan.matter)
    if not same or digest not in (None, bytes(locked.digest).hex()):
        raise ConsentChanged
    if decision == "give":
        await _demand_signature(act, locked, draft, consent, plan)
    state = _STATES[decision]
    await act.connection.execute(_ANSWER, {"id": consent_id, "state": state, "now": locked.now})
    return ConsentAnswered(consent_id, state, locked.application_id)


async def _represent(act: Act, action: Action, row: Row[Any]) -> None:
    """Which matter it is about lies behind the asker's draft; that the authorisation covers it, the database
    has checked by showing the row (`signs_for`)."""
    asked = ConsentResource(person=row.person_id)
    await represent(act, action, asked, principal=row.person_id, matter=None)


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
    _, plan = await plans_of(act, row.code, draft)
    codes = {each.code for each in plan.form.lookups if each.consent == row.code}
    for key in [key for key in draft.content.asked if key.partition(".")[0] in codes]:
        draft.content.forget_lookup(key)
        del draft.content.asked[key]
    await update_draft(act, draft)
    return ConsentAnswered(row.id, "void", row.application_id)


async def find_consent(act: Act, consent_id: UUID) -> Row[Any]:
    """As the reader that the actor is; the caller authorises. Raises Unknown."""
    row = (await act.connection.execute(_FIND, {"id": consent_id})).one_or_none()
    if row is None:
        raise Unknown
    return row


def allowed_answers(row: Row[Any], draft: DraftRow) -> list[str]:
    return _ALLOWED.get(_state(row), []) if draft.state == "draft" else []


def _state(row: Row[Any]) -> str:
    return "expired" if row.state == "asked" and row.expires_at <= row.now else row.state


async def plans_of(act: Act, code: str, draft: DraftRow) -> tuple[ConsentPlan, Plan]:
    plan = await act.engine.plans.get(act.connection, draft.plan)
    consent = plan_of(plan, code)
    assert consent is not None, "a consent that was asked stands in the draft's plan"
    return consent, plan


async def _view(act: Act, row: Row[Any], *, language: Language) -> ConsentView:
    draft = await read_draft(act, row.application_id)
    consent, plan = await plans_of(act, row.code, draft)
    owner = await find_person_details(act.connection, act.engine.keys, person=draft.owner)
    state = _state(row)
    shown = draft.content.shown.get(row.code, {}) if state != "void" else {}
    await record_access(
        act, "consent_shown", person_id=draft.owner, application=draft.id, fields=sorted(shown)
    )
    return ConsentView(
        id=row.id,
        code=row.code,
        matter=plan.matter,
        matter_title=plan.title.in_language(language),
        title=consent.title.in_language(language),
        statement=consent.statement.in_language(language),
        asked_by=mask_name((owner or {}).get("name", "")),
        shows=_shows(plan.form, shown, language=language),
        digest=bytes(row.digest).hex(),
        state=state,
        state_words=state_words("consent", state, language=language),
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        answered_at=row.answered_at,
        allowed=allowed_answers(row, draft),
        signed_by=consent.signed_by,
    )


def _shows(form: FormPlan, shown: Mapping[str, Any], *, language: Language) -> list[ShownValue]:
    fields = {each.key: each for each in form.fields}
    values: list[ShownValue] = []
    for key, value in shown.items():
        field = fields.get(base_key_of(key)[0])
        group = _group_of(form, shown, key, language=language)
        title = field.title.in_language(language) if field else key
        options = options_out(field.options, language=language) if field else []
        values.append(ShownValue(key, group, title, field.value_type if field else "text", options, value))
    return values


def _group_of(form: FormPlan, shown: Mapping[str, Any], key: str, *, language: Language) -> str:
    base, number = base_key_of(key)
    code = base.partition(".")[0]
    title = next((each.title.in_language(language) for each in form.subjects if each.code == code), "")
    several = any(other.startswith(f"{code}.2.") for other in shown)
    return f"{title} {number}" if number and several else title
