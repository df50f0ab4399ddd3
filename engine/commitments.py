"""Commitments that applicants have signed, as the case's rows keep them.

What was signed is written once; how it stands follows the state of the case.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import text

from database.connection import Connection
from engine.case_change import CaseChange
from matter_definitions.state import CommitmentState

_INSERT = text("""
    INSERT INTO commitment (id, case_id, item_key, code, kind, text_version, statement_sha256, signer,
        signed_at, targets, until, verify_until)
    VALUES (:id, :case_id, :item_key, :code, :kind, :text_version, :statement_sha256, :signer,
        :signed_at, :targets, :until, :verify_until)
""")
_FOLLOW = text("""
    UPDATE commitment SET standing = :standing, reminded = :reminded, until = :until,
        verify_until = :verify_until, outcome = :outcome,
        supplied_at = CASE WHEN :is_supplied THEN CAST(:now AS timestamptz) ELSE supplied_at END,
        verified_at = CASE WHEN :is_judged THEN CAST(:now AS timestamptz) ELSE verified_at END,
        verified_by = CASE WHEN :is_judged THEN CAST(:by AS uuid) ELSE verified_by END
    WHERE case_id = :case_id AND item_key = :item_key AND code = :code
""")
_JUDGED = frozenset({"kept", "failed"})


@dataclass(frozen=True, slots=True)
class SignedCommitment:
    """`text_version` and `statement_sha256` say which words were signed. `targets`: what they stand for."""

    item_key: str
    code: str
    kind: str  # late_supply or replaces_proof
    text_version: str
    statement_sha256: str
    signer: UUID
    signed_at: datetime
    targets: tuple[str, ...]
    until: datetime | None = None
    verify_until: datetime | None = None


async def insert_commitments(
    connection: Connection, case_id: int, signed: Sequence[SignedCommitment]
) -> None:
    """Of a new case, in the transaction that opens it."""
    rows = [
        {**asdict(each), "targets": list(each.targets), "id": uuid4(), "case_id": case_id} for each in signed
    ]
    if rows:
        await connection.execute(_INSERT, rows)


async def follow(change: CaseChange) -> None:
    """Brings the rows up to the state that is being written."""
    for key, item in change.state.items.items():
        before = change.before.items.get(key)
        known = {each.code: each for each in before.commitments} if before else {}
        for each in item.commitments:
            if known.get(each.code) != each:
                row = _row(change, each, known.get(each.code))
                await change.connection.execute(_FOLLOW, {**row, "case_id": change.id, "item_key": key})


def _row(change: CaseChange, now: CommitmentState, before: CommitmentState | None) -> dict[str, object]:
    came_to_this = before is None or before.standing != now.standing
    return {
        "code": now.code,
        "standing": now.standing,
        "reminded": now.reminded,
        "until": now.until,
        "verify_until": now.verify_until,
        "outcome": now.outcome,
        "is_supplied": came_to_this and now.standing == "supplied",
        "is_judged": came_to_this and now.standing in _JUDGED,
        "by": change.by.id if change.by.kind == "officer" else None,
        "now": change.now,
    }
