"""The consents of a draft: the last one asked for each code, and what the person was shown."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from clocks.calendar import local_date
from database.connection import Statement
from forms.asking import FieldView
from forms.consenting import shown_keys
from forms.draft import Draft
from forms.facts import Instance, key_of
from forms.form_plan import ConsentPlan
from matter_definitions.plan import Plan

_LAST = text("""
    SELECT DISTINCT ON (code) id, code, subject, person_id, number_hash, state, digest, asked_at, expires_at,
        answered_at, reminded_at
    FROM consent WHERE application_id = :application ORDER BY code, asked_at DESC, state = 'void', id
""")
_VOID = text("UPDATE consent SET state = 'void' WHERE id = :id AND state IN ('asked', 'given')")


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """`code`: of one for each of several people with a number, `heirs.2`."""

    id: UUID
    code: str
    subject: str
    person_id: UUID | None
    number_hash: bytes | None
    state: str
    digest: bytes
    asked_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    reminded_at: datetime | None = None

    def state_at(self, now: datetime) -> str:
        """An unanswered question expires by itself; nobody has to come by and write it down."""
        return "expired" if self.state == "asked" and self.expires_at <= now else self.state

    def was_told_on_the_day_of(self, now: datetime) -> bool:
        """Asking is telling, too."""
        return local_date(self.reminded_at or self.asked_at) == local_date(now)


def reading_consents(application_id: UUID) -> Statement:
    return _LAST, {"application": application_id}


async def read_consents(connection: AsyncConnection, application_id: UUID) -> dict[str, ConsentRow]:
    rows = await connection.execute(*reading_consents(application_id))
    return {row.code: ConsentRow(*row) for row in rows}


def states_for_form(consents: Mapping[str, ConsentRow], *, now: datetime) -> dict[str, str]:
    """By code, as conditions know them: what is void counts as never asked."""
    states = {code: row.state_at(now) for code, row in consents.items()}
    return {code: state for code, state in states.items() if state != "void"}


async def make_void(connection: AsyncConnection, consent_id: UUID) -> None:
    await connection.execute(_VOID, {"id": consent_id})


def plan_of(plan: Plan, code: str) -> ConsentPlan | None:
    """`code`: also of one of several people, `heirs.2`."""
    return next((each for each in plan.form.consents if each.code == code.partition(".")[0]), None)


def instance_of(consent: ConsentPlan, code: str) -> Instance | None:
    """Which of several people `heirs.2` is."""
    number = code.partition(".")[2]
    return (consent.for_each, int(number)) if consent.for_each and number.isdecimal() else None


def element_of(consent: ConsentPlan, code: str, element: str) -> str:
    """Where an element of whoever is asked by `code` stands in the form."""
    return key_of(f"{consent.subject}.{element}", instance_of(consent, code))


def shown_now(consent: ConsentPlan, draft: Draft, *, code: str) -> dict[str, Any]:
    """Values that the person would be shown now. What is said of one of several people alone has its base
    key (`heir.name`), everything else its own (`child.2.name`)."""
    asked = (field.key for field in draft.fields)
    return {
        shown: draft.values[key]
        for shown, key in shown_keys(consent, instance_of(consent, code), asked)
        if key in draft.values
    }


def fields_seen(consent: ConsentPlan, draft: Draft, *, code: str) -> dict[str, FieldView]:
    """The fields that the person is shown, by the keys of `shown_now`."""
    views = {each.key: each for each in draft.fields}
    return {shown: views[key] for shown, key in shown_keys(consent, instance_of(consent, code), tuple(views))}


def has_changed(
    consent: ConsentPlan, shown: Mapping[str, Any], digest: bytes, draft: Draft, *, code: str, matter: str
) -> bool:
    """Something that the person agreed to is different now.

    Of one other person, what came later was not part of it: his own consent may bring it in. Of several,
    each has agreed to all that there is, also to who the others are."""
    if digest_of(consent, shown, matter=matter) != digest:
        return True
    now = shown_now(consent, draft, code=code)
    if consent.for_each:
        return now != dict(shown)
    return any(draft.values.get(key) != value for key, value in shown.items())


def digest_of(consent: ConsentPlan, shown: Mapping[str, Any], *, matter: str) -> bytes:
    """SHA-256 over exactly what was shown: the matter, the statement in both languages, the values."""
    document = [matter, consent.code, consent.statement.zh, consent.statement.en, dict(sorted(shown.items()))]
    text_of_it = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text_of_it.encode()).digest()
