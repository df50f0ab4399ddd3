"""Whoever was asked for a consent sees what it is about, and gives or refuses it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Row, text

from access.act import Act
from access.policy import demand
from access.resources import ConsentResource
from casework.access_records import record_access
from casework.consents import digest_of, plan_of
from casework.draft_row import DraftRow, read_draft
from casework.words import Language, state_words
from database.queries.person_rows import find_person_details
from database.session import become_engine
from forms.facts import base_key_of
from forms.form_plan import ConsentPlan, FormPlan, Text
from forms.values.masking import mask_name
from matter_definitions.plan import Plan
from refusals import NotNow, Stale, Unknown

_COLUMNS = """
    SELECT c.id, c.application_id, c.code, c.person_id, c.state, c.digest, c.asked_at, c.expires_at,
        c.answered_at, now() + i.clock_offset AS now
    FROM consent c CROSS JOIN installation i
"""
_FIND = text(_COLUMNS + " WHERE c.id = :id")
_LOCK = text(_COLUMNS + " WHERE c.id = :id FOR UPDATE OF c")
_MINE = text(_COLUMNS + " WHERE c.person_id = :person ORDER BY c.asked_at DESC, c.id")
_ANSWER = text("UPDATE consent SET state = :state, answered_at = :now WHERE id = :id")
_STATES = {"give": "given", "refuse": "refused"}

Decision = Literal["give", "refuse"]


class ConsentOver(NotNow):
    type = "consent-over"
    title = Text(zh="这项征求已经答复、过期或作废", en="This question was answered, is too old, or is void")


class ConsentChanged(Stale):
    type = "consent-changed"
    title = Text(
        zh="征求同意的内容已更新，请重新查看后再答复",
        en="What you are asked about has changed; please look at it again",
    )


@dataclass(frozen=True, slots=True)
class ShownValue:
    key: str
    title: str
    value: Any


@dataclass(frozen=True, slots=True)
class ConsentView:
    """`shows`: exactly what is agreed to; `digest` (hex) is of that, in both languages."""

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


@dataclass(frozen=True, slots=True)
class ConsentAnswered:
    """`application_id` is for asking departments anew; the one who answers may not open the draft."""

    id: UUID
    state: str
    application_id: UUID


async def my_consents(act: Act, *, language: Language = "zh") -> list[ConsentView]:
    """What the person was asked, the latest first."""
    demand(act.actor, "consent.read")
    rows = (await act.connection.execute(_MINE, {"person": act.actor.person_id})).all()
    await become_engine(act.connection)
    return [await _view(act, row, language=language) for row in rows]


async def consent_view(act: Act, consent_id: UUID, *, language: Language = "zh") -> ConsentView:
    """Raises Unknown (404), also for what somebody else was asked."""
    row = await _find(act, consent_id)
    demand(act.actor, "consent.read", ConsentResource(person=row.person_id))
    await become_engine(act.connection)
    return await _view(act, row, language=language)


async def answer_consent(
    act: Act, consent_id: UUID, *, decision: Decision, digest: str | None = None
) -> ConsentAnswered:
    """`digest`: of what the person saw. Raises Unknown (404), NotYours (403), ConsentOver (409),
    ConsentChanged (412)."""
    row = await _find(act, consent_id)
    demand(act.actor, "consent.answer", ConsentResource(person=row.person_id))
    await become_engine(act.connection)
    locked = (await act.connection.execute(_LOCK, {"id": consent_id})).one()
    if _state(locked) == _STATES[decision]:
        return ConsentAnswered(consent_id, locked.state, locked.application_id)
    if _state(locked) != "asked":
        raise ConsentOver
    draft = await read_draft(act, locked.application_id)
    consent, plan = await _plans(act, locked.code, draft)
    shown = draft.content.shown.get(locked.code, {})
    same = bytes(locked.digest) == digest_of(consent, shown, matter=plan.matter)
    if not same or digest not in (None, bytes(locked.digest).hex()):
        raise ConsentChanged
    state = _STATES[decision]
    await act.connection.execute(_ANSWER, {"id": consent_id, "state": state, "now": locked.now})
    return ConsentAnswered(consent_id, state, locked.application_id)


async def _find(act: Act, consent_id: UUID) -> Row[Any]:
    row = (await act.connection.execute(_FIND, {"id": consent_id})).one_or_none()
    if row is None:
        raise Unknown
    return row


def _state(row: Row[Any]) -> str:
    return "expired" if row.state == "asked" and row.expires_at <= row.now else row.state


async def _plans(act: Act, code: str, draft: DraftRow) -> tuple[ConsentPlan, Plan]:
    plan = await act.engine.plans.get(act.connection, draft.plan)
    consent = plan_of(plan, code)
    assert consent is not None, "a consent that was asked stands in the draft's plan"
    return consent, plan


async def _view(act: Act, row: Row[Any], *, language: Language) -> ConsentView:
    draft = await read_draft(act, row.application_id)
    consent, plan = await _plans(act, row.code, draft)
    owner = await find_person_details(act.connection, act.engine.keys, person=draft.owner)
    state = _state(row)
    shown = draft.content.shown.get(row.code, {}) if state != "void" else {}
    await record_access(act, "consent_shown", person_id=draft.owner, fields=sorted(shown))
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
        allowed=["give", "refuse"] if state == "asked" else [],
    )


def _shows(form: FormPlan, shown: dict[str, Any], *, language: Language) -> list[ShownValue]:
    titles = {each.key: each.title.in_language(language) for each in form.fields}
    return [ShownValue(key, titles.get(base_key_of(key)[0], key), value) for key, value in shown.items()]
