"""What somebody is asked to agree to, as he sees it."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from access.act import Act
from access.policy import can, demand
from access.resources import ConsentResource
from casework.access_records import record_access
from casework.asked_consent import (
    ASKED_CONSENT,
    allowed_answers,
    find_consent,
    plans_of,
    represent_in_consent,
    state_of,
)
from casework.draft_row import read_draft
from casework.form_words import OptionOut, options_out
from casework.words import Language, state_words
from database.queries.person_rows import find_person_details
from database.session import become_engine
from forms.facts import base_key_of
from forms.form_plan import FormPlan
from forms.values.masking import mask_name
from refusals import Unknown

_MINE = text(ASKED_CONSENT + " WHERE c.person_id = :person ORDER BY c.asked_at DESC, c.id")
_OPEN = text(
    ASKED_CONSENT
    + """ WHERE c.person_id = :person AND c.state = 'asked'
    AND c.expires_at > now() + i.clock_offset LIMIT 1"""
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
    await represent_in_consent(act, "consent.read", row)
    demand(act.actor, "consent.read", ConsentResource(person=row.person_id))
    become_engine(act.connection)
    return await _view(act, row, language=language)


async def _view(act: Act, row: Row[Any], *, language: Language) -> ConsentView:
    draft = await read_draft(act, row.application_id)
    consent, plan = await plans_of(act, row.code, draft, digest=bytes(row.digest))
    owner = await find_person_details(act.connection, act.engine.keys, person=draft.owner)
    state = state_of(row)
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
    """Whose it is; what has no number is his own, or of one of a kind."""
    base, number = base_key_of(key)
    code = base.partition(".")[0]
    title = next((each.title.in_language(language) for each in form.subjects if each.code == code), "")
    several = any(other.startswith(f"{code}.2.") for other in shown)
    return f"{title} {number}" if number and several else title
