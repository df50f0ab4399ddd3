"""Limits that are lengthened, by another person than the one who asks (行政许可法 art. 42)."""

from matter_definitions.acts.pausing import AskExtension, DecideExtension
from matter_definitions.motion import ActRefused, Motion
from matter_definitions.movements import row_of
from matter_definitions.promising import promise_moves
from matter_definitions.state import EXTENSION, Extension, ItemState, StepState


def ask_extension(motion: Motion, act: AskExtension) -> None:
    """Asks for a longer limit; a task for somebody above opens."""
    item = motion.state.items[act.item]
    rule = motion.item_plan(item).extension
    assert rule is not None, "the plan offers it"
    actor = motion.situation.actor
    number = len(item.extensions) + 1
    item.extensions.append(
        Extension(number, motion.now, actor.id if actor else None, act.reason, rule.amount)
    )
    motion.shift(item, row_of(item, "ask_extension"), nth=number, number=number, reason=act.reason)
    item.steps[EXTENSION] = StepState(EXTENSION, round=number)
    motion.open_task(item, item.steps[EXTENSION], kind="request")


def check_extension(motion: Motion, act: DecideExtension) -> None:
    if _undecided(motion.state.items[act.item]) is None:
        raise ActRefused("step_not_open")


def decide_extension(motion: Motion, act: DecideExtension) -> None:
    """The limit is longer from now on, or stays."""
    item = motion.state.items[act.item]
    extension = _undecided(item)
    assert extension is not None, "it was looked at before"
    actor, step = motion.situation.actor, item.steps[EXTENSION]
    extension.decided_at, extension.granted = motion.now, act.granted
    extension.decided_by = step.decided_by = actor.id if actor else None
    motion.close_task(item, step, "approve" if act.granted else "refuse_request")
    motion.close_step(item, step, outcome="approve" if act.granted else "refuse_request")
    row = row_of(item, "grant_extension" if act.granted else "refuse_extension")
    motion.shift(item, row, nth=extension.number, number=extension.number, reason=act.reason)
    if act.granted:
        promise_moves(motion, item, "extension")


def _undecided(item: ItemState) -> Extension | None:
    return next((each for each in item.extensions if each.granted is None), None)
