"""Seals on papers: what the answer to an effect of kind `seal` leaves behind.

The sealed paper itself is kept in `papers.record_seal`, in the same transaction.
"""

from database.queries.effect_rows import EffectRow
from engine.case_change import CaseChange
from engine.incidents import open_incident
from engine.outcome import DONE, Outcome

NO_SIGNER = "seal_unavailable"  # nobody seals in this installation; the case goes on, the paper waits


async def record_outcome(case: CaseChange, effect: EffectRow, outcome: Outcome) -> str:
    """Gives the word for the step that issues the paper; in the transaction of the answer."""
    if outcome.word == NO_SIGNER:
        await open_incident(case, kind="exhausted", reason=NO_SIGNER, effect=effect)
        return DONE
    return outcome.word
