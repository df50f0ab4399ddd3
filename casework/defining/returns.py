"""How often each field and material was sent back to applicants, and why: a hint for who writes the item.

Counted from what officers marked within the last year. What officers wrote is sealed with each case and may
speak of a person: a sentence is shown only once it was used, word for word, to several applicants, so that it
tells of none of them.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from access.act import Act
from access.policy import demand
from casework.decision_parts import MARK
from database.session import become_engine, legal_now
from engine.case_box import CaseBox, CaseErased
from forms.facts import base_key_of

LOOKED_BACK = timedelta(days=365)
FEWEST_APPLICANTS = 3  # before a sentence counts as nobody's: one of them may have several cases
MOST_CASES = 2000
MOST_REASONS = 3

_WORDS = text("""
    WITH looked AS (
        SELECT c.id, c.applicant FROM matter_case c
        WHERE c.submitted_at > :since
            AND EXISTS (SELECT FROM case_item i WHERE i.case_id = c.id AND i.code = :item)
        ORDER BY c.submitted_at DESC LIMIT :most)
    SELECT t.case_id, l.applicant, t.kind, t.ciphertext, k.wrapped, k.kid FROM looked l
    JOIN case_text t ON t.case_id = l.id AND starts_with(t.kind, :mark)
    LEFT JOIN case_key k ON k.case_id = l.id
""")
_SUBMITTED = text("""
    SELECT count(DISTINCT i.case_id) FROM case_item i JOIN matter_case c ON c.id = i.case_id
    WHERE i.code = :item AND c.submitted_at > :since
""")


@dataclass(frozen=True, slots=True)
class Returned:
    """`cases` of `of` were sent back because of it. `reasons`: sentences that several applicants share."""

    cases: int
    of: int
    reasons: tuple[str, ...]


async def returns_of_item(act: Act, item: str) -> Mapping[str, Returned]:
    """By `field:<key>` and `material:<key>` as the item names them, of what was returned at least once."""
    demand(act.actor, "definition.read")
    become_engine(act.connection)
    since = await legal_now(act.connection) - LOOKED_BACK
    values = {"item": item, "since": since, "most": MOST_CASES, "mark": MARK}
    rows = (await act.connection.execute(_WORDS, values)).all()
    if not rows:
        return {}
    cases: defaultdict[str, set[int]] = defaultdict(set)
    used: defaultdict[str, defaultdict[str, set[UUID]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        target = _base(row.kind.removeprefix(MARK))
        cases[target].add(row.case_id)
        if words := _opened(act, row):
            used[target][words].add(row.applicant)
    of = (await act.connection.execute(_SUBMITTED, {"item": item, "since": since})).scalar_one()
    return {target: Returned(len(ids), of, shared_sentences(used[target])) for target, ids in cases.items()}


def _opened(act: Act, row: Row[Any]) -> str:
    """Empty when the case was lawfully erased."""
    try:
        box = CaseBox.of(act.engine.keys, row.case_id, wrapped=row.wrapped, kid=row.kid)
        return box.open_text(row.ciphertext).strip()
    except CaseErased:
        return ""


def shared_sentences(used: Mapping[str, set[UUID]]) -> tuple[str, ...]:
    """`used`: the applicants to whom each sentence was written. Those of several, the most frequent first."""
    often = sorted(
        ((len(ids), words) for words, ids in used.items() if len(ids) >= FEWEST_APPLICANTS), reverse=True
    )
    return tuple(words for _, words in often[:MOST_REASONS])


def _base(target: str) -> str:
    """`field:child.2.name` is the item's `field:child.name`."""
    kind, _, key = target.partition(":")
    return f"{kind}:{base_key_of(key)[0]}"
