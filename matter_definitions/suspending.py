"""A result that may not be used for a while: its papers say so; other parts of a merged paper are untouched.

It is a burden on its holder, so she is told and heard first, like before a revocation (行政处罚法 art. 9, 44,
45).
"""

from matter_definitions import events, forewarning
from matter_definitions.acts.suspending import RestoreResult, SuspendResult
from matter_definitions.consequences import DocumentChange
from matter_definitions.messages import tell_anyway
from matter_definitions.motion import Motion
from matter_definitions.movements import row_of

SUSPENDED_TEMPLATE, RESTORED_TEMPLATE = "result_suspended", "result_restored"


def suspend_result(motion: Motion, act: SuspendResult) -> None:
    item = motion.state.items[act.item]
    item.result_suspended_at = motion.now
    item.suspended_results += 1
    nth = item.suspended_results
    row = row_of(item, "suspend_result")
    motion.shift(item, row, nth=nth, reason=act.reason, legal_basis=act.legal_basis)
    motion.out.documents_changed.append(DocumentChange(item.key, "suspended"))
    forewarning.close_notice(motion, item, forewarning.REVOCATION)
    tell_anyway(motion, events.RESULT_SUSPENDED, SUSPENDED_TEMPLATE, nth=nth, item=item)


def restore_result(motion: Motion, act: RestoreResult) -> None:
    item = motion.state.items[act.item]
    item.result_suspended_at = None
    nth = item.suspended_results
    motion.shift(item, row_of(item, "restore_result"), nth=nth, reason=act.reason)
    motion.out.documents_changed.append(DocumentChange(item.key, "valid"))
    tell_anyway(motion, events.RESULT_RESTORED, RESTORED_TEMPLATE, nth=nth, item=item)
