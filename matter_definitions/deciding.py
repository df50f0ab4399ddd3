"""An officer's decision on an approval: of one or several levels, by different people, with late supply."""

from matter_definitions import events
from matter_definitions.acts.deciding import DecideStep
from matter_definitions.motion import ActRefused, Motion
from matter_definitions.movements import row_of
from matter_definitions.plan import StepPlan
from matter_definitions.resetting import reset_step
from matter_definitions.state import ItemState, StepState
from matter_definitions.stepping import condition_holds, end_followers, needs_late_supply


def check_decision(motion: Motion, act: DecideStep) -> None:
    """What the step itself demands: it is open, and this is one of its outcomes."""
    item = motion.state.items[act.item]
    step, plan = item.steps.get(act.step), motion.plan.find_step(item.code, act.step)
    if step is None or step.standing != "open" or plan is None or plan.kind != "approval":
        raise ActRefused("step_not_open")
    possible = outcomes_of(motion, item, plan)
    if act.outcome not in possible:
        raise ActRefused("outcome_not_possible", possible)
    if act.outcome == "send_back" and act.to and act.to not in _levels_before(motion, item, plan):
        raise ActRefused("outcome_not_possible", possible)


def outcomes_of(motion: Motion, item: ItemState, plan: StepPlan) -> tuple[str, ...]:
    """Of an open approval: it grants when it decides and no later level of the same approval applies.

    Where something may be brought later and is not there yet, the grant is one with late supply.
    """
    if not plan.decides or _a_later_level_applies(motion, item, plan):
        agree = "pass"
    else:
        agree = "grant_with_late_supply" if needs_late_supply(item) else "grant"
    return (agree, "deny", *(("send_back",) if _levels_before(motion, item, plan) else ()))


def _a_later_level_applies(motion: Motion, item: ItemState, plan: StepPlan) -> bool:
    return plan.level_group is not None and any(
        each.level_group == plan.level_group
        and each.level > plan.level
        and (each.when is None or condition_holds(motion, item, each.when))
        for each in motion.item_plan(item).steps
    )


def _levels_before(motion: Motion, item: ItemState, plan: StepPlan) -> list[str]:
    """The levels of this approval that are passed, the nearest last."""
    if plan.level_group is None:
        return []
    return [
        each.code
        for each in motion.item_plan(item).steps
        if each.level_group == plan.level_group
        and each.level < plan.level
        and item.steps[each.code].standing == "done"
    ]


def decide_step(motion: Motion, act: DecideStep) -> None:
    item = motion.state.items[act.item]
    step = item.steps[act.step]
    if act.outcome == "send_back":
        _send_back(motion, item, step, act)
        return
    motion.close_task(item, step, act.outcome)
    motion.close_step(item, step, refused=act.outcome == "deny", outcome=act.outcome)
    _remember_who(motion, item, step)
    if act.outcome == "deny":
        motion.say(events.STEP_REFUSED, item, act.step, reason=act.reason)
        if item.standing != "accepted":
            end_followers(motion, item, act.step)  # what carries a grant out; the grant stays
            return
        item.legal_basis = act.legal_basis
        motion.end_item(item, "denied", word="deny", event=None, reason=act.reason, **_law(act.legal_basis))
        return
    motion.say(events.STEP_DONE, item, act.step, nth=step.round, outcome=act.outcome)
    if act.outcome == "grant_with_late_supply":
        item.decided_at = motion.now
        motion.shift(item, row_of(item, "grant_with_late_supply"))


def _law(legal_basis: str | None) -> dict[str, str]:
    return {"legal_basis": legal_basis} if legal_basis else {}


def _remember_who(motion: Motion, item: ItemState, step: StepState) -> None:
    """Who decided may take it back, and is not the other person that a further act needs."""
    actor = motion.situation.actor
    if actor is not None and motion.plan.format > 1:
        step.decided_by = item.decided_by = actor.id


def _send_back(motion: Motion, item: ItemState, step: StepState, act: DecideStep) -> None:
    """The item goes back to an earlier level; what came after that level is to be decided anew."""
    levels = _levels_before(motion, item, motion.step_plan(item, step.code))
    to = act.to or levels[-1]
    motion.close_task(item, step, "send_back")
    row = row_of(item, "send_back")
    motion.shift(item, row, step=step.code, nth=step.round, to_step=to, reason=act.reason)
    step.standing = "done"  # its task is closed already
    for each in (to, *(follower.code for follower in motion.plan.followers(item.code, to))):
        reset_step(motion, item, item.steps[each])
