"""The steps of an accepted item: which opens when, and what each outcome means."""

from clocks.calendar import local_date
from forms.conditions import holds
from matter_definitions import events
from matter_definitions.acts import DecideStep, RecordOutcome, RedoStep
from matter_definitions.consequences import EffectUnwanted
from matter_definitions.motion import ActRefused, Motion
from matter_definitions.plan import ItemPlan, StepPlan
from matter_definitions.state import ItemState, StepState

FINISHED = frozenset({"done", "skipped"})


def open_ready_steps(motion: Motion, item: ItemState) -> bool:
    """Opens every step whose predecessors are over; skips those whose condition does not hold."""
    changed = False
    for plan in motion.item_plan(item).steps:
        step = item.steps[plan.code]
        if step.standing != "pending" or not _is_ready(motion, item, plan):
            continue
        changed = True
        if plan.when and not _condition_holds(motion, item, plan.when):
            step.standing, step.closed_at = "skipped", motion.now
            continue
        if plan.kind == "approval":
            motion.open_task(item, step)
            motion.say(events.STEP_OPENED, item, plan.code, nth=step.round)
        else:
            step.standing, step.opened_at = "open", motion.now
            motion.want_effect(item, step)
            if plan.kind == "payment":
                motion.say(events.PAYMENT_DEMANDED, item, plan.code)
    return changed


def _is_ready(motion: Motion, item: ItemState, plan: StepPlan) -> bool:
    if any(item.steps[code].standing not in FINISHED for code in plan.after):
        return False
    return item.standing == "granted" or plan.code not in steps_after_the_grant(motion.item_plan(item))


def _condition_holds(motion: Motion, item: ItemState, when: str) -> bool:
    plan = motion.item_plan(item)
    instance = (plan.for_each, item.instance) if plan.for_each and item.instance else None
    situation = motion.situation
    return holds(
        motion.plan.form,
        when,
        values=situation.values,
        answers=situation.answers,
        instance=instance,
        today=local_date(motion.now),
    )


def steps_after_the_grant(item: ItemPlan) -> frozenset[str]:
    """The steps that carry a grant out: writing and sending the result, and what follows a deciding step."""
    after: set[str] = set()
    for step in item.steps:  # the compiler has put predecessors first
        follows = any(code in after or _decides(item, code) for code in step.after)
        if follows or step.kind in ("issue_result", "mailing"):
            after.add(step.code)
    return frozenset(after)


def _decides(item: ItemPlan, code: str) -> bool:
    return any(step.code == code and step.decides for step in item.steps)


def grant_when_decided(motion: Motion, item: ItemState) -> bool:
    """The item is granted when every step but those that carry the grant out is over."""
    if item.standing != "accepted":
        return False
    definition = motion.item_plan(item)
    late = steps_after_the_grant(definition)
    if any(
        item.steps[each.code].standing not in FINISHED for each in definition.steps if each.code not in late
    ):
        return False
    item.standing, item.decided_at = "granted", motion.now
    motion.say(events.GRANTED, item)
    return True


def decide_step(motion: Motion, act: DecideStep) -> None:
    item = motion.state.items[act.item]
    step = item.steps.get(act.step)
    if step is None or step.standing != "open" or motion.step_plan(item, act.step).kind != "approval":
        raise ActRefused("step_not_open")
    possible = outcomes_of(motion.step_plan(item, act.step))
    if act.outcome not in possible:
        raise ActRefused("outcome_not_possible", possible)
    motion.close_task(item, step, act.outcome)
    motion.close_step(item, step, refused=act.outcome == "deny", outcome=act.outcome)
    if act.outcome == "deny":
        motion.say(events.STEP_REFUSED, item, act.step, reason=act.reason)
        motion.end_item(item, "denied", reason=act.reason)
    else:
        motion.say(events.STEP_DONE, item, act.step, nth=step.round, outcome=act.outcome)


def outcomes_of(plan: StepPlan) -> tuple[str, ...]:
    return ("grant", "deny") if plan.decides else ("pass", "deny")


def record_outcome(motion: Motion, act: RecordOutcome) -> None:
    item = motion.state.items[act.item]
    step = item.steps.get(act.step)
    if step is None or step.standing != "open" or step.round != act.round:
        raise ActRefused("outcome_unwanted")
    plan = motion.step_plan(item, act.step)
    if plan.kind == "approval":
        raise ActRefused("outcome_unwanted")
    if act.outcome == "done":
        motion.close_step(item, step, outcome="done")
        motion.say(events.STEP_DONE, item, act.step, nth=step.round, outcome="done")
    elif plan.payment and act.outcome == "failed":
        _payment_failed(motion, item, step, tries=plan.payment.tries)
    elif plan.refused == "note":
        motion.close_step(item, step, outcome=act.outcome)
        motion.say(events.STEP_NOTED, item, act.step, outcome=act.outcome, reason=act.reason)
    else:
        motion.close_step(item, step, refused=True, outcome=act.outcome)
        motion.say(events.STEP_REFUSED, item, act.step, outcome=act.outcome, reason=act.reason)
        if item.standing == "accepted":
            motion.end_item(item, "denied", reason=act.reason or act.outcome)
        else:
            _end_followers(motion, item, act.step)


def _end_followers(motion: Motion, item: ItemState, code: str) -> None:
    """Steps of a granted item that would follow a refused one can never open; they end with it."""
    for plan in motion.item_plan(item).steps:
        follower = item.steps[plan.code]
        if code in plan.after and follower.standing == "pending":
            follower.standing, follower.closed_at = "ended", motion.now
            _end_followers(motion, item, plan.code)


def _payment_failed(motion: Motion, item: ItemState, step: StepState, *, tries: int) -> None:
    """A failed payment may be tried again, each time in a new round, until the rule ends it."""
    motion.say(events.PAYMENT_FAILED, item, step.code, nth=step.round, tries_left=tries - step.round)
    if step.round < tries:
        step.round += 1
        motion.want_effect(item, step)
        return
    motion.close_step(item, step, refused=True, outcome="failed")
    motion.end_item(item, "lapsed", reason="payment_failed")


def redo_step(motion: Motion, act: RedoStep) -> None:
    item = motion.state.items[act.item]
    step = item.steps.get(act.step)
    if step is None or step.standing != "open" or motion.step_plan(item, act.step).kind == "approval":
        raise ActRefused("step_not_open")
    motion.out.effects_unwanted.append(EffectUnwanted(item.key, step.code, step.round))
    step.round += 1
    motion.say(events.STEP_REDONE, item, step.code, nth=step.round)
    motion.want_effect(item, step)


def remind_of_payment(motion: Motion, item: ItemState, step: StepState) -> None:
    step.reminders += 1
    motion.say(events.PAYMENT_REMINDED, item, step.code, nth=step.reminders)


def expire_payment(motion: Motion, item: ItemState, step: StepState) -> None:
    motion.say(events.PAYMENT_EXPIRED, item, step.code)
    motion.end_item(item, "lapsed", reason="unpaid")
