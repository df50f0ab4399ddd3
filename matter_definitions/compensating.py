"""A step that undoes what its item has done, when another item ends without a grant (`undo_of`).

A permit to move in is cancelled when the place of origin refuses to let go. Until then the step is
skipped, so that neither the grant nor the end of the case waits for it. It is done by a department's
system: the decision was taken with the definition.
"""

from matter_definitions.consequences import DocumentChange
from matter_definitions.motion import Motion, is_open
from matter_definitions.movements import row_of
from matter_definitions.predecessors import relevant_instances
from matter_definitions.state import DECIDED, ItemState, StepState

REASON = "another_item_failed"
_GRANTED = DECIDED - {"denied"}


def settle(motion: Motion, item: ItemState) -> bool:
    """Opens what has to be undone, and cancels the result when it is undone. True when something changed."""
    if item.standing not in _GRANTED:
        return False
    changed = False
    for plan in motion.item_plan(item).steps:
        step = item.steps[plan.code]
        if plan.after_failure_of is None:
            continue
        if step.standing == "skipped" and _has_failed(motion, item, plan.after_failure_of):
            step.standing, step.opened_at, step.closed_at = "open", motion.now, None
            motion.want_effect(item, step)
            changed = True
        elif step.standing == "done":
            _cancel(motion, item, step)
            return True
    return changed


def _has_failed(motion: Motion, item: ItemState, code: str) -> bool:
    others = relevant_instances(motion.plan, motion.state, item, code)
    return any(not is_open(each) and each.standing not in _GRANTED for each in others)


def _cancel(motion: Motion, item: ItemState, step: StepState) -> None:
    item.reason = REASON
    motion.drop_open_steps(item)
    motion.out.documents_changed.append(DocumentChange(item.key, "revoked"))
    motion.shift(item, row_of(item, "compensate"), step=step.code, reason=REASON)
