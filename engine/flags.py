"""What is remembered of a person who broke a promise: proposed by an act, and held by nobody but people.

A proposal says nothing of its person until an officer has signed it and a superior, who is another person,
has countersigned it (国办发〔2020〕42号: who promised falsely makes no further promise until that is
repaired). It then holds for a time and ends by itself, or when it is lifted.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import text

from database.connection import Connection
from engine.case_change import CaseChange
from engine.who import THE_ENGINE
from matter_definitions import events

Credit = Literal["good", "bad"]

_PROPOSE = text("""
    INSERT INTO person_flag (id, person_id, kind, case_id, item_key, commitment, reason, proposed_at)
    VALUES (:id, coalesce((SELECT signer FROM commitment
            WHERE case_id = :case_id AND item_key = :item_key AND code = :commitment), :applicant),
        :kind, :case_id, :item_key, :commitment, :reason, :now)
    ON CONFLICT (case_id, item_key, commitment, kind) DO NOTHING RETURNING id
""")
_FIND = text("""
    SELECT id, item_key, commitment, kind, signed_by, countersigned_by FROM person_flag
    WHERE case_id = :case_id AND item_key = :item_key AND commitment = :commitment
    ORDER BY proposed_at LIMIT 1 FOR UPDATE
""")
_SIGN = text("UPDATE person_flag SET signed_by = :by WHERE id = :id")
_COUNTERSIGN = text("""
    UPDATE person_flag SET countersigned_by = :by, from_day = :first, until_day = :last WHERE id = :id
""")
_IS_BAD = text("""
    SELECT 1 FROM person_flag WHERE person_id = :person AND countersigned_by IS NOT NULL
        AND lifted_at IS NULL AND from_day <= :today AND (until_day IS NULL OR until_day >= :today) LIMIT 1
""")


@dataclass(frozen=True, slots=True)
class ProposedFlag:
    id: UUID
    item_key: str
    commitment: str
    kind: str
    signed_by: UUID | None
    countersigned_by: UUID | None


async def follow(change: CaseChange) -> None:
    """Writes down the proposals of `change.out.flags_wanted`, in the transaction of the act."""
    for wanted in change.out.flags_wanted:
        row = {
            "id": uuid4(),
            "case_id": change.id,
            "item_key": wanted.item,
            "commitment": wanted.commitment,
            "kind": wanted.kind,
            "reason": wanted.reason,
            "applicant": change.row.applicant,
            "now": change.now,
        }
        if (await change.connection.execute(_PROPOSE, row)).first() is not None:
            change.happened(events.FLAG_PROPOSED, by=THE_ENGINE, item=wanted.item, what=wanted.kind)


async def find_proposed(
    connection: Connection, case_id: int, *, item: str, commitment: str
) -> ProposedFlag | None:
    """Locked, for a signature."""
    row = {"case_id": case_id, "item_key": item, "commitment": commitment}
    found = (await connection.execute(_FIND, row)).one_or_none()
    return ProposedFlag(*found) if found else None


async def sign(connection: Connection, flag: UUID, *, by: UUID) -> None:
    """The first signature; nothing holds by it."""
    await connection.execute(_SIGN, {"id": flag, "by": by})


async def countersign(connection: Connection, flag: UUID, *, by: UUID, first: date, last: date) -> None:
    """From `first` to `last` the person makes no commitments."""
    await connection.execute(_COUNTERSIGN, {"id": flag, "by": by, "first": first, "last": last})


async def credit_of(connection: Connection, person: UUID, *, today: date) -> Credit:
    """Needs the engine's rights: what stands against somebody is not for every reader."""
    bad = (await connection.execute(_IS_BAD, {"person": person, "today": today})).first()
    return "good" if bad is None else "bad"
