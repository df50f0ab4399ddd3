"""How an open task may be decided now, in words of the table of transitions."""

from datetime import UTC, datetime

from clocks.calendar import WorkCalendar
from matter_definitions.deciding import outcomes_of
from matter_definitions.motion import Motion, Situation
from matter_definitions.permits import can_be
from matter_definitions.plan import StepPlan
from matter_definitions.reviewing import RECEIPT_OUTCOMES
from matter_definitions.rows import ActWord
from matter_definitions.state import EXTENSION, INTAKE, PRECHECK, RECEIPT, VOID, ItemState, StepState

# A situation of which nothing is known.
NOWHERE = Situation(
    now=datetime.min.replace(tzinfo=UTC), calendar=WorkCalendar(frozenset(), frozenset(), frozenset())
)

_RESERVED: dict[str, tuple[str, ...]] = {
    RECEIPT: RECEIPT_OUTCOMES,
    PRECHECK: ("precheck_pass", "return"),
    INTAKE: ("precheck_pass", "return"),
    EXTENSION: ("grant_extension", "refuse_extension"),
    VOID: ("approve_void", "refuse_void"),
}
_BESIDE: tuple[ActWord, ...] = (
    "correct_after",
    "special_procedure",
    "suspend",
    "forward",
    "special_result",
    "resume",
    "forward_answer",
    "ask_extension",
)


def task_outcomes(motion: Motion, item: ItemState, step: StepState) -> tuple[str, ...]:
    """Beside its own outcomes an approval has what the item offers in its standing; while the item rests,
    only that."""
    if step.code in _RESERVED:
        return _RESERVED[step.code]
    plan = motion.plan.find_step(item.code, step.code)
    if plan is None or plan.kind != "approval":
        return ()
    beside = tuple(word for word in _BESIDE if can_be(motion, item, word))
    return (*_own_outcomes(motion, item, plan), *beside)


def _own_outcomes(motion: Motion, item: ItemState, plan: StepPlan) -> tuple[str, ...]:
    """A granted item may still have an approval open, of what carries the grant out."""
    rests = item.standing not in ("accepted", "granted", "granted_with_late_supply")
    return () if rests else outcomes_of(motion, item, plan)
