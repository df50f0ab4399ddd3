"""How a case stands, from how its items stand; and which items end together with others."""

from collections.abc import Iterable, Sequence

from matter_definitions.copying import copy_state
from matter_definitions.motion import is_open
from matter_definitions.plan import Plan
from matter_definitions.predecessors import predecessors_of
from matter_definitions.state import BEFORE_ACCEPTANCE, CaseStanding, CaseState, ItemState


def parent_standing(items: Iterable[ItemState], *, format: int) -> CaseStanding:
    """The standing of a case whose items are all over.

    What was void or not needed does not spoil "completed"; in cases of format 1 an item that was not
    needed still does.
    """
    left = [each.standing for each in items if each.standing != "void"]
    if not left:
        return "void"
    granted = left.count("granted")
    counted = left if format == 1 else [each for each in left if each != "not_applicable"]
    if granted:
        return "completed" if granted == len(counted) else "partly_completed"
    return "withdrawn" if all(each == "withdrawn" for each in left) else "refused"


def ending_followers(plan: Plan, state: CaseState, items: Sequence[str]) -> list[str]:
    """The keys of further items that would end if these were withdrawn now: all the others, where the
    matter says so, else those that build on them."""
    if plan.withdraw_follows == "all_end" and items:
        return [key for key, item in state.items.items() if is_open(item) and key not in items]
    imagined = copy_state(state)
    for key in items:
        imagined.items[key].standing = "withdrawn"
    followers: list[str] = []
    waiting = [each for each in imagined.items.values() if each.standing in BEFORE_ACCEPTANCE]
    while True:
        lost = [
            each
            for each in waiting
            if is_open(each) and predecessors_of(plan, imagined, each)[0] == "impossible"
        ]
        if not lost:
            return followers
        for each in lost:
            each.standing = "not_pursued"
            followers.append(each.key)
