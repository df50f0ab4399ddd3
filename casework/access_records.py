"""Every read of personal data leaves a row: who, when, of which case or person, what for."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import text

from access.act import Act

_INSERT = text("""
    INSERT INTO access_log (id, actor, actor_kind, case_id, purpose, route, fields, person_id, application_id,
        authorisation)
    VALUES (:id, :actor, :actor_kind, :case_id, :purpose, :route, :fields, :person_id, :application,
        :authorisation)
""")

Purpose = Literal[
    "case_opened",
    "task_opened",
    "field_unmasked",
    "material_opened",
    "document_opened",
    "consent_shown",
    "draft_lookup",
    "ticket_opened",
    "draft_opened",
    "statement_sent",
    "authorisation_opened",
]


async def record_access(
    act: Act,
    purpose: Purpose,
    *,
    case_id: int | None = None,
    person_id: UUID | None = None,
    application: UUID | None = None,
    fields: Sequence[str] = (),
    reason: str = "",
) -> None:
    """The applicant sees it, so `reason` is in the words of the one who read. `person_id`: whose data they
    are; `application`: the draft, where there is no case yet."""
    row = {
        "id": uuid4(),
        "actor": act.actor.key,
        "actor_kind": act.actor.kind,
        "case_id": case_id,
        "purpose": f"{purpose}: {reason}" if reason else purpose,
        "route": purpose,
        "fields": list(fields),
        "person_id": person_id,
        "application": application,
        "authorisation": act.actor.agency.id if act.actor.agency else None,
    }
    await act.connection.execute(_INSERT, row)
