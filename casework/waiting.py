"""Whether a case waits for its applicant, by its state alone: lists ask this of every line."""

from casework.confirm_step import asked_steps
from casework.promised_papers import can_supply
from matter_definitions.state import CaseState, ItemState

_WITH_APPLICANT = frozenset({"correcting", "returned", "correcting_late"})


def waits_for_applicant(state: CaseState) -> bool:
    """Something is to be corrected, confirmed, brought or put right. What is to be paid is not in the state;
    what may be done and need not (a hearing, a rating) makes nobody wait."""
    return any(_waits(item) for item in state.items.values())


def _waits(item: ItemState) -> bool:
    if item.standing in _WITH_APPLICANT or any(True for _ in asked_steps(item)):
        return True
    return any(
        each.standing == "ordered" or (each.standing == "open" and can_supply(item, each))
        for each in item.commitments
    )
