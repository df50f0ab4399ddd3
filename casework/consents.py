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

from forms.draft import Draft
from forms.facts import base_key_of
from forms.form_plan import ConsentPlan
from matter_definitions.plan import Plan

_LAST = text("""
    SELECT DISTINCT ON (code) id, code, subject, person_id, number_hash, state, digest, asked_at, expires_at,
        answered_at
    FROM consent WHERE application_id = :application ORDER BY code, asked_at DESC, state = 'void', id
""")
_VOID = text("UPDATE consent SET state = 'void' WHERE id = :id AND state IN ('asked', 'given')")


@dataclass(frozen=True, slots=True)
class ConsentRow:
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

    def state_at(self, now: datetime) -> str:
        """An unanswered question expires by itself; nobody has to come by and write it down."""
        return "expired" if self.state == "asked" and self.expires_at <= now else self.state


async def read_consents(connection: AsyncConnection, application_id: UUID) -> dict[str, ConsentRow]:
    rows = await connection.execute(_LAST, {"application": application_id})
    return {row.code: ConsentRow(*row) for row in rows}


def states_for_form(consents: Mapping[str, ConsentRow], *, now: datetime) -> dict[str, str]:
    """By code, as conditions know them: what is void counts as never asked."""
    states = {code: row.state_at(now) for code, row in consents.items()}
    return {code: state for code, state in states.items() if state != "void"}


async def make_void(connection: AsyncConnection, consent_id: UUID) -> None:
    await connection.execute(_VOID, {"id": consent_id})


def plan_of(plan: Plan, code: str) -> ConsentPlan | None:
    return next((each for each in plan.form.consents if each.code == code), None)


def shown_now(consent: ConsentPlan, draft: Draft) -> dict[str, Any]:
    """Values by form key, of each instance, that the person would be shown now."""
    return {
        field.key: draft.values[field.key]
        for base in consent.shows
        for field in draft.fields
        if base_key_of(field.key)[0] == base and field.key in draft.values
    }


def has_changed(shown: Mapping[str, Any], draft: Draft) -> bool:
    """Something that the person agreed to is different now. What came later was not part of it."""
    return any(draft.values.get(key) != value for key, value in shown.items())


def digest_of(consent: ConsentPlan, shown: Mapping[str, Any], *, matter: str) -> bytes:
    """SHA-256 over exactly what was shown: the matter, the statement in both languages, the values."""
    document = [matter, consent.code, consent.statement.zh, consent.statement.en, dict(sorted(shown.items()))]
    text_of_it = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text_of_it.encode()).digest()
