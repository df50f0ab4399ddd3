"""A consent that somebody was asked for: where it stands, by which version of the matter, and what may be
answered."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from access.act import Act
from access.policy import Action
from access.representing import represent
from access.resources import ConsentResource
from casework.consents import digest_of, plan_of
from casework.draft_row import DraftRow
from forms.form_plan import ConsentPlan
from matter_definitions.plan import Plan
from refusals import Unknown

# One row of what somebody was asked; `now` is legal time.
ASKED_CONSENT = """
    SELECT c.id, c.application_id, c.code, c.person_id, c.state, c.digest, c.asked_at, c.expires_at,
        c.answered_at, now() + i.clock_offset AS now
    FROM consent c CROSS JOIN installation i
"""
_FIND = text(ASKED_CONSENT + " WHERE c.id = :id")
# By state of the question, while the draft is one: a consent may be taken back as freely as it was given
# (个人信息保护法 art. 15).
_ALLOWED = {"asked": ["give", "refuse"], "given": ["withdraw"]}


async def represent_in_consent(act: Act, action: Action, row: Row[Any]) -> None:
    """Which matter it is about lies behind the asker's draft; that the authorisation covers it, the database
    has checked by showing the row (`signs_for`)."""
    asked = ConsentResource(person=row.person_id)
    await represent(act, action, asked, principal=row.person_id, matter=None)


async def find_consent(act: Act, consent_id: UUID) -> Row[Any]:
    """As the reader that the actor is; the caller authorises. Raises Unknown."""
    row = (await act.connection.execute(_FIND, {"id": consent_id})).one_or_none()
    if row is None:
        raise Unknown
    return row


def allowed_answers(row: Row[Any], draft: DraftRow) -> list[str]:
    return _ALLOWED.get(state_of(row), []) if draft.state == "draft" else []


def state_of(row: Row[Any]) -> str:
    return "expired" if row.state == "asked" and row.expires_at <= row.now else row.state


async def plans_of(
    act: Act, code: str, draft: DraftRow, *, digest: bytes | None = None
) -> tuple[ConsentPlan, Plan]:
    """`digest`: of what he was shown. The draft may have moved since to a version with another statement, or
    without the consent: then it is the version by which he was asked."""
    shown = draft.content.shown.get(code, {})
    found: list[tuple[ConsentPlan, Plan]] = []
    for name in (draft.plan, *reversed(draft.content.earlier_plans)):
        plan = await act.engine.plans.get(act.connection, name)
        consent = plan_of(plan, code)
        if consent is not None:
            found.append((consent, plan))
            if digest in (None, digest_of(consent, shown, matter=plan.matter)):
                return consent, plan
    assert found, "a consent that was asked stood in a plan of the draft"
    return found[0]
