"""The applicant confirms what cannot be undone before it starts; the handling clock stands meanwhile."""

from clocks.pauses import Pause
from matter_definitions import events
from matter_definitions.acts.deciding import ConfirmStep
from matter_definitions.motion import ActRefused, Motion
from matter_definitions.movements import row_of
from matter_definitions.state import ItemState, StepState

PAUSE = "confirmation"


def ask(motion: Motion, item: ItemState, step: StepState) -> bool:
    """Asks once. True when it was asked just now."""
    if step.asked_at is not None:
        return False
    step.asked_at = motion.now
    if item.standing == "accepted" and not any(
        each.kind == PAUSE and each.end is None for each in item.handling_pauses
    ):
        item.handling_pauses.append(Pause(motion.now, None, PAUSE))
    motion.say(events.CONFIRMATION_ASKED, item, step.code, nth=step.round)
    return True


def is_asked(step: StepState) -> bool:
    return step.standing == "pending" and step.asked_at is not None and step.confirmed_at is None


def confirm_step(motion: Motion, act: ConfirmStep) -> None:
    item = motion.state.items[act.item]
    step = item.steps.get(act.step)
    if step is None or not is_asked(step):
        raise ActRefused("step_not_open")
    step.confirmed_at = motion.now
    still_asked = any(is_asked(each) for each in item.steps.values())
    row = row_of(item, "confirm")
    motion.shift(item, row, clock=not still_asked, kind=PAUSE, step=step.code, nth=step.round)
