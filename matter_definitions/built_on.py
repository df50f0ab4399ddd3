"""What was built on a result that is no longer valid: it stands until somebody has looked at it."""

from matter_definitions.plan import Plan
from matter_definitions.predecessors import predecessors_of, relevant_instances
from matter_definitions.state import ENDED_WITHOUT_RESULT, CaseState, ItemState


def dependants_of(plan: Plan, state: CaseState, item: ItemState) -> list[ItemState]:
    """Items that were accepted because this one had a result, and those accepted because they had one, in
    the order of the case. What has another predecessor that serves as well is not among them, nor what has
    ended without a result."""
    found: dict[str, ItemState] = {}
    fallen = [item]
    while fallen:
        gone = fallen.pop()
        for each in state.items.values():
            if each.key not in found and _stands_on(plan, state, each, gone, first=gone is item):
                found[each.key] = each
                fallen.append(each)
    return sorted(found.values(), key=lambda each: each.number)


def _stands_on(plan: Plan, state: CaseState, item: ItemState, gone: ItemState, *, first: bool) -> bool:
    if item.accepted_at is None or item.standing in ENDED_WITHOUT_RESULT:
        return False
    needs = any(gone.code in group for group in plan.item(item.code).after)
    if not needs or not any(each is gone for each in relevant_instances(plan, state, item, gone.code)):
        return False
    return not first or predecessors_of(plan, state, item)[0] != "there"
