"""An agent in a case: named in its log with the paper of the authorisation, and the principal told of it.

The principal hears when somebody has begun to act for her and when the case is over; what she is told
otherwise, the agent is told as well, when his authorisation reaches so far at that moment (`find_agent`).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from engine.case_change import CaseChange
from engine.effects import key_of, own_row
from matter_definitions import events

AGENT = "agent"  # whom a message goes to, beside `applicant` and the subjects of consents
AUTHORISATION_PAPER = "agency_authorisation"
AUTHORISATION_MATERIAL = "agency.authorisation"  # the signed paper, among the materials of the case
NAMED_NOTICE, ENDED_NOTICE = "agent_named", "agent_case_over"
QUIET_ENDED_NOTICE = "agent_case_over_quietly"  # without a word of rating
_APPLICANT, _BOX = "applicant", "box"
_OVER = frozenset({events.COMPLETED, events.ENDED})

_NAME = text("UPDATE matter_case SET authorisation = :authorisation WHERE id = :case")
# What both have signed at the window; for one that was granted online nobody has to hand in a paper.
_KEEP_EVIDENCE = text(f"""
    INSERT INTO case_material (id, case_id, material, version, file_id, source, created_at)
    SELECT :id, :case, '{AUTHORISATION_MATERIAL}', 1 + (
        SELECT count(*) FROM case_material WHERE case_id = :case AND material = '{AUTHORISATION_MATERIAL}'
    ), evidence, 'upload', :now
    FROM authorisation WHERE id = :authorisation AND evidence IS NOT NULL
""")  # noqa: S608 - a constant
_COLUMNS = """
    SELECT a.id, a.kind, a.principal, a.agent, a.matters, a.actions, a.begins_at, a.ends_at, a.origin,
        a.granted_at, a.accepted_at, a.evidence, a.evidence_kind, a.ciphertext, a.wrapped_key, a.kid,
        (a.accepted_at IS NOT NULL AND a.ended_at IS NULL AND a.begins_at <= now() + i.clock_offset
            AND now() + i.clock_offset < a.ends_at) AS in_force
    FROM authorisation a CROSS JOIN installation i
"""
_FIND = text(_COLUMNS + " WHERE a.id = :id")
# Whoever is asked in a case reads its messages only with an authorisation for its matter.
_TO_BE_TOLD = text(
    _COLUMNS
    + """ JOIN matter_case c ON c.authorisation = a.id
    WHERE c.id = :case AND 'receive' = ANY(a.actions)"""
)


@dataclass(frozen=True, slots=True)
class AuthorisationRow:
    """As it lies in its row; who principal and agent are is in `ciphertext`, readable as long as there is a
    `wrapped_key`. `in_force`: now, by legal time."""

    id: UUID
    kind: str
    principal: UUID
    agent: UUID | None
    matters: list[str]
    actions: list[str]
    begins_at: datetime
    ends_at: datetime
    origin: str
    granted_at: datetime
    accepted_at: datetime | None
    evidence: UUID | None
    evidence_kind: str | None
    ciphertext: bytes
    wrapped_key: bytes | None
    kid: str | None
    in_force: bool


async def name_agent(change: CaseChange) -> None:
    """The first act of an agent in this case, or of another one than before; else nothing."""
    authorisation = change.by.authorisation
    if authorisation is None or change.row.authorisation == authorisation:
        return
    row = {"case": change.id, "authorisation": authorisation}
    await change.connection.execute(_NAME, row)
    await change.connection.execute(_KEEP_EVIDENCE, {**row, "id": uuid4(), "now": change.now})
    change.row = replace(change.row, authorisation=authorisation)
    change.happened(events.AGENT_NAMED)
    change.plan_effect(_effect(change, "paper", AUTHORISATION_PAPER, about=str(authorisation)))
    change.plan_effect(_effect(change, "notify", NAMED_NOTICE, about=str(authorisation)))


async def follow(change: CaseChange) -> None:
    """In a case with an agent: what tells the applicant tells him, and she is told of the end in any case."""
    if change.row.authorisation is None:
        return
    told = [each for each in change.new_effects if _tells_applicant(each)]
    for over in {event.kind for _, event in change.events} & _OVER:
        if not any(str(each["step"]).startswith(f"{over}:") for each in told):
            notice = QUIET_ENDED_NOTICE if change.plan.tone == "quiet" else ENDED_NOTICE
            change.plan_effect(_effect(change, "notify", notice, about=over))
    for each in told:
        if each["template"] != NAMED_NOTICE:
            change.plan_effect(_copy(change, each))


async def find_authorisation(connection: AsyncConnection, authorisation: UUID) -> AuthorisationRow | None:
    row = (await connection.execute(_FIND, {"id": authorisation})).one_or_none()
    return AuthorisationRow(*row) if row else None


async def find_agent(connection: AsyncConnection, case_id: int) -> UUID | None:
    """Whom a message for the agent goes to just now; None: the authorisation is over, or reaches not so
    far."""
    row = (await connection.execute(_TO_BE_TOLD, {"case": case_id})).one_or_none()
    return row.agent if row and row.in_force else None


def authorisation_of(step: str) -> UUID:
    """The one that a paper is about, by the step of its effect."""
    return UUID(step.rpartition(":")[2])


def _effect(change: CaseChange, kind: str, template: str, *, about: str) -> dict[str, object]:
    step = f"{events.AGENT_NAMED}:{template}:{about}"
    tells = kind == "notify"
    return own_row(
        key_of(change.case_no, item=None, step=step, round=change.row.event_count + len(change.events)),
        kind=kind,
        item=None,
        step=step,
        now=change.now,
        template=template,
        recipient=_APPLICANT if tells else None,
        channel=_BOX if tells else None,
    )


def _tells_applicant(effect: dict[str, Any]) -> bool:
    is_box = effect["channel"] in (None, _BOX)
    return effect["kind"] == "notify" and is_box and effect["recipient"] in (None, _APPLICANT)


def _copy(change: CaseChange, effect: dict[str, Any]) -> dict[str, object]:
    """Under a step of its own: what becomes of it is nothing to the step that tells the applicant."""
    return own_row(
        f"{effect['key']}/{AGENT}",
        kind="notify",
        item=effect["item_key"],
        step=f"{effect['step']}:{AGENT}",
        round=effect["round"],
        now=change.now,
        template=effect["template"],
        recipient=AGENT,
        channel=_BOX,
    )
