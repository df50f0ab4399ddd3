"""Steps and cases that begin anew because something was undone.

A step that had begun comes back in a new round: the keys of its tasks and effects are made of the round, and
a key that exists already would be swallowed without a word.
"""

from matter_definitions import events
from matter_definitions.consequences import EffectUnwanted
from matter_definitions.hearing_others import KINDS
from matter_definitions.motion import Motion
from matter_definitions.state import ItemState, StepState
from matter_definitions.steps_of_others import clear_desks


def reset_step(motion: Motion, item: ItemState, step: StepState) -> None:
    """The step is pending again as if it had never begun, but for its round."""
    plan = motion.plan.find_step(item.code, step.code)
    if plan is not None and plan.kind in KINDS:
        clear_desks(motion, item, step)
    if step.standing == "open":
        if plan is None or plan.kind == "approval":
            motion.close_task(item, step, None)
        else:
            motion.out.effects_unwanted.append(EffectUnwanted(item.key, step.code, step.round))
    begun = step.opened_at is not None or step.asked_at is not None
    item.steps[step.code] = StepState(step.code, round=step.round + 1 if begun else step.round)


def reset_steps(motion: Motion, item: ItemState, codes: list[str]) -> None:
    """These steps, all that follow them, and whatever had fallen away with the decision.

    What was paid stays paid: a fee is demanded anew only when it has gone back (`undoing.demand_anew`)."""
    again = set(codes)
    for code in codes:
        again |= {each.code for each in motion.plan.followers(item.code, code)}
    for plan in motion.item_plan(item).steps:
        step = item.steps[plan.code]
        is_paid = plan.payment is not None and step.standing == "done" and motion.plan.format > 1
        if not is_paid and (plan.code in again or step.standing == "ended"):
            reset_step(motion, item, step)


def open_case_again(motion: Motion) -> None:
    """The case had ended; now it has not."""
    state = motion.state
    if state.standing == "open":
        return
    state.standing, state.ended_at = "open", None
    state.ends_undone += 1
    motion.say(events.CASE_OPEN_AGAIN)
